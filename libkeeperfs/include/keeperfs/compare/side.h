#pragma once
// What can be compared: a tree, wherever it comes from.
#include "keeperfs/compare/field.h"
#include "keeperfs/compare/node.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/tree/session.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::compare {

enum class System : std::uint8_t { zookeeper, keeper, unknown };

/// What a tree has beside its nodes. nullopt: this kind of file does not hold it.
struct TreeFacts {
    std::optional<std::int64_t> zxid; ///< of the last transaction
    std::optional<std::int64_t> session_id_counter;
    std::optional<std::vector<tree::Session>> sessions; ///< by id
    bool has_authentications = false;                   ///< whether sessions show what they have proven
};

/// One reading of all nodes, in the file's order.
class KEEPERFS_EXPORT Nodes {
public:
    virtual ~Nodes();
    virtual bool next(Node& node) = 0;
};

class KEEPERFS_EXPORT Side {
public:
    virtual ~Side();
    virtual const std::string& name() const = 0; ///< for people
    /// "a ZooKeeper directory"
    virtual std::string description() const = 0;
    virtual System system() const = 0;
    virtual FieldSet fields() const = 0; ///< those that it holds
    virtual std::uint64_t size() const = 0; ///< bytes that a reading takes, about; 0: not known
    /// Each call begins anew. `meter` counts bytes and may be null. Errors name the file.
    virtual std::unique_ptr<Nodes> read(io::Meter* meter) = 0;
    /// Whole once a reading has come to its end.
    virtual const TreeFacts& facts() const = 0;
};

struct SideOptions {
    /// A directory of either server, a snapshot of either, or nodes as JSON lines.
    std::string place;
    std::string log_dir; ///< where the logs lie elsewhere
    /// Keeper's log is applied up to this index; without it to its end.
    std::optional<std::uint64_t> at_index;
    bool allow_fuzzy = false; ///< of ZooKeeper, as for a conversion
    bool allow_gap = false;
};

/// Finds out what it is, by what lies there. Directories are replayed now, and need 35 bytes a znode
/// (ZooKeeper) or 190 bytes for each node that the log touches (Keeper). Throws Error.
KEEPERFS_EXPORT std::unique_ptr<Side> open_side(io::FileSystem& files, const SideOptions& options,
                                                io::Meter* meter = nullptr);

} // namespace keeperfs::compare
