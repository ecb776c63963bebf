#include "keeper/superseded.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <vector>

using keeperfs::keeper::SupersededRecords;

TEST_CASE("a record counts when no later one has its index or one before it") {
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::uint64_t> indices;
        std::map<std::uint64_t, std::size_t> effective; // index -> place
        for (std::uint64_t next = 1; indices.size() < 40; ++next) {
            if (random() % 6 == 0)
                next -= std::min<std::uint64_t>(next - 1, random() % 5);
            effective.erase(effective.lower_bound(next), effective.end());
            effective[next] = indices.size();
            indices.push_back(next);
        }
        SupersededRecords records;
        for (const std::uint64_t index : indices)
            records.note(index);
        records.resolve();

        // The same in files, of which some may be empty.
        SupersededRecords by_files;
        for (std::size_t next = 0; next < indices.size();) {
            SupersededRecords file;
            for (const std::size_t end = std::min(indices.size(), next + random() % 15); next < end; ++next)
                file.note(indices[next]);
            by_files.append(file);
        }
        by_files.resolve();

        for (std::size_t i = 0; i < indices.size(); ++i) {
            const auto found = effective.find(indices[i]);
            const bool counts = found != effective.end() && found->second == i;
            CHECK(records.is_superseded(indices[i]) == !counts);
            CHECK(by_files.is_superseded(indices[i]) == !counts);
        }
    }
}
