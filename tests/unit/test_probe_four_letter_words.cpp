#include "keeperfs/probe/four_letter_words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace keeperfs::probe;
using keeperfs::keeper::Release;

TEST_CASE("every word has four letters, a place in the alphabet and a server that knows it") {
    const auto words = four_letter_words();
    CHECK(std::ranges::is_sorted(words, {}, &FourLetterWord::name));
    for (const FourLetterWord& word : words) {
        CAPTURE(word.name);
        CHECK(word.name.size() == 4);
        CHECK(find_word(word.name) == &word);
        CHECK((word.keeper_since || word.zookeeper || word.takes_data));
    }
    CHECK(find_word("zzzz") == nullptr);
    CHECK(find_word("mnt") == nullptr);
}

TEST_CASE("Keeper's default list of 25.8 is known, and what of it changes a server") {
    std::string list, changing;
    for (const FourLetterWord& word : four_letter_words()) {
        if (word.in_default_list)
            list += std::string(word.name) + ' ';
        if (word.effect == Effect::changes && !word.takes_data)
            changing += std::string(word.name) + ' ';
    }
    CHECK(list ==
          "apiv clrs conf cons crst csnp dirs envi ftfl isro jmdp jmep jmfp jmst lgif lgrq mntr pfev rclc "
          "rcvr rqld ruok srst srvr stat wchs ydld ");
    CHECK(changing == "clrs crst jmdp jmep jmfp lgrq rclc rcvr rqld srst ydld ");
    CHECK(find_word("csnp")->effect == Effect::adds_snapshot);
    CHECK(find_word("lgrq")->keeper_since == Release{25, 8});
}
