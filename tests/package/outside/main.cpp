// A stranger's program: reads a directory through the installed library, and catches its error across the
// border.
#include <keeperfs/base/error.h>
#include <keeperfs/io/filesystem.h>
#include <keeperfs/keeper/releases.h>
#include <keeperfs/zookeeper/data_dir.h>

#include <iostream>

namespace {

bool errors_keep_their_type(const std::string& directory) {
    try {
        keeperfs::io::FileSystem::system().open_for_reading(directory + "/no-such-file");
    } catch (const keeperfs::Error& error) {
        std::cout << "as it should be: " << error.what() << '\n';
        return error.exit_code() == 4;
    }
    return false;
}

} // namespace

// outside DIRECTORY NAME: is NAME the newest snapshot of DIRECTORY?
int main(int argc, char** argv) {
    if (argc != 3 || !keeperfs::keeper::parse_release("25.3.1.44"))
        return 2;
    const auto snapshots = keeperfs::zookeeper::list_snapshots(keeperfs::io::FileSystem::system(), argv[1]);
    if (snapshots.empty() || snapshots.front().name != argv[2])
        return 1;
    std::cout << snapshots.front().name << " has zxid " << snapshots.front().zxid << '\n';
    return errors_keep_their_type(argv[1]) ? 0 : 1;
}
