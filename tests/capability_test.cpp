#include "model/capability.hpp"
#include "model/capability_list.hpp"

#include "model/suggest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using dropcap::capabilities;
using dropcap::Capability;
using dropcap::CapabilityInfo;
using dropcap::CapabilitySet;
using dropcap::did_you_mean;
using dropcap::find_capability;
using dropcap::info;
using dropcap::list_worst_first;
using dropcap::nearest;
using dropcap::suggest_capability;
using dropcap::Tier;

TEST_CASE("the table is the kernel's: 41 rows by number", "[capability_test]") {
    CHECK(capabilities().size() == 41);
    CHECK(static_cast<int>(Capability::CHOWN) == 0);
    CHECK(static_cast<int>(Capability::NET_RAW) == 13);
    CHECK(static_cast<int>(Capability::SYS_ADMIN) == 21);
    CHECK(static_cast<int>(Capability::SETFCAP) == 31);
    CHECK(static_cast<int>(Capability::CHECKPOINT_RESTORE) == 40);
    std::size_t number = 0;
    for (const CapabilityInfo& row : capabilities()) {
        INFO(row.name);
        CHECK(static_cast<std::size_t>(row.id) == number++);
        CHECK(find_capability(row.name) == row.id);
        CHECK(name(row.id) == row.name);
        CHECK(&info(row.id) == &row);
        CHECK(row.name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos);
    }
}

TEST_CASE("names are found as the kernel spells them and in no other way", "[capability_test]") {
    for (const std::string_view word :
         {"net_raw", "CAP_NET_RAW", " NET_RAW", "NET-RAW", "ALL", "13", ""})
        CHECK(find_capability(word) == std::nullopt);
}

TEST_CASE("every row says what it must, in the shape that messages and pages need",
          "[capability_test]") {
    const auto phrase = [](std::string_view text) {
        return !text.empty() && !text.ends_with('.') && !text.starts_with(' ');
    };
    const auto sentence = [](std::string_view text) {
        return text.size() > 1 && text.ends_with('.') && text.find("  ") == std::string_view::npos;
    };
    for (const CapabilityInfo& row : capabilities()) {
        INFO(row.name);
        CHECK(row.since.find_first_not_of("0123456789.") == std::string_view::npos);
        CHECK(phrase(row.allows));
        CHECK(phrase(row.risk));
        CHECK(row.risk.size() <= 40); // the label of a finding
        CHECK(sentence(row.abuse));
        CHECK(sentence(row.needed_by));
        CHECK(sentence(row.breaks));
        CHECK((row.instead.empty() || phrase(row.instead)));
    }
}

TEST_CASE("the tiers", "[capability_test]") {
    using enum Capability;
    CapabilitySet tiers[4];
    for (const CapabilityInfo& row : capabilities())
        tiers[static_cast<std::size_t>(row.tier)].insert(row.id);
    CHECK(tiers[3] == CapabilitySet{DAC_READ_SEARCH, SYS_MODULE, SYS_RAWIO, SYS_ADMIN});
    CHECK(tiers[2] == CapabilitySet{NET_ADMIN, SYS_PTRACE, SYS_BOOT, AUDIT_CONTROL, MAC_OVERRIDE,
                                    MAC_ADMIN, PERFMON, BPF});
    CHECK(tiers[1] == CapabilitySet{CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID, NET_RAW, IPC_OWNER,
                                    SYS_RESOURCE, SYS_TIME, SYS_TTY_CONFIG, MKNOD, SETFCAP, SYSLOG,
                                    AUDIT_READ, CHECKPOINT_RESTORE});
    CHECK(tiers[0].size() == 14);
    CHECK(tier_name(Tier::low) == "low");
    CHECK(tier_name(Tier::critical) == "critical");
}

TEST_CASE("a mistyped name suggests the one that was meant, noise suggests nothing",
          "[capability_test]") {
    struct Row {
        std::string_view word, meant;
    };
    const Row rows[] = {
        {"NET_BIND", "NET_BIND_SERVICE"},
        {"NETBIND", "NET_BIND_SERVICE"},
        {"BIND_SERVICE", "NET_BIND_SERVICE"},
        {"CAP_NET_BIND_SERVICES", "NET_BIND_SERVICE"},
        {"NET_BIND_SERVICE,", "NET_BIND_SERVICE"},
        {"SYSADMIN", "SYS_ADMIN"},
        {"sys-admin", "SYS_ADMIN"},
        {"sys.admin", "SYS_ADMIN"},
        {"CAPNETBIND", "NET_BIND_SERVICE"},
        {"CAP_CAP_CAP_NET_BIND", "NET_BIND_SERVICE"},
        {"NET-BIND", "NET_BIND_SERVICE"},
        {"NET BIND", "NET_BIND_SERVICE"},
        {"NET.BIND", "NET_BIND_SERVICE"},
        {"SYS ADMIN", "SYS_ADMIN"},
        {"CAP-SYS-ADMIN", "SYS_ADMIN"},
        {"CapSysAdmin", "SYS_ADMIN"},
        {"CAP_CAP_SYS_ADMIN", "SYS_ADMIN"},
        {"SYS_ADMIN capability", "SYS_ADMIN"},
        {"SYS_ADMN", "SYS_ADMIN"},
        {"SYS_AMDIN", "SYS_ADMIN"},
        {"CAP_NET_RWA", "NET_RAW"},
        {"netadmin", "NET_ADMIN"},
        {"PTRACE", "SYS_PTRACE"},
        {"CHROOT", "SYS_CHROOT"},
        {"RAW", "NET_RAW"},
        {"SETUIDS", "SETUID"},
        {"DAC_OVERIDE", "DAC_OVERRIDE"},
        {" chown ", "CHOWN"},
        {"CAP_KILL", "KILL"},
        {"PERF_MON", "PERFMON"},
        {"SYS_LOG", "SYSLOG"},
        {"ALLL", "ALL"},
        {"CAP_ALL", "ALL"},
        {" all", "ALL"},
        {"", ""},
        {"CAP_", ""},
        {"_", ""},
        {"SYS", ""},   // begins eleven
        {"ADMIN", ""}, // ends three
        {"WAK", ""},   // too short to say much, though only one begins so
        {"WAKE_A", "WAKE_ALARM"},
        {"nginx", ""},
        {"true", ""},
        {"NET_RAW,CHOWN,SYS_ADMIN,SETUID,SETGID,KILL,MKNOD,AUDIT_WRITE,SETFCAP", ""},
        {"/dev/net/tun", ""},
    };
    for (const Row& row : rows) {
        INFO('"' << row.word << '"');
        CHECK(suggest_capability(row.word).value_or("") == row.meant);
    }
}

TEST_CASE("every name with one letter missing still suggests itself", "[capability_test]") {
    for (const CapabilityInfo& row : capabilities()) {
        std::string word(row.name);
        word.erase(word.size() / 2, 1);
        INFO(word);
        if (word == "SETID") {
            CHECK(suggest_capability(word) == "FSETID"); // or SETGID, or SETUID
        } else if (word == "SETCAP") {
            CHECK(suggest_capability(word) == "SETPCAP"); // or SETFCAP
        } else {
            CHECK(suggest_capability(word) == row.name);
        }
    }
}

TEST_CASE("the nearest known word is suggested, or none", "[capability_test]") {
    const std::vector<std::string_view> known{"check", "caps", "explain"};
    CHECK(nearest("chekc", known) == "check");
    CHECK(nearest("expain", known) == "explain");
    CHECK(nearest("zebra", known).empty());
    CHECK(nearest("", known).empty());
    CHECK(nearest("check", {}).empty());
    CHECK(nearest(std::string(100'000, 'c'), known).empty());
    CHECK(nearest("badc", std::vector<std::string_view>{"abcd"})
              .empty());                                               // two swaps are two mistakes
    CHECK(nearest("ca", std::vector<std::string_view>{"ab"}).empty()); // half a swap is none
    CHECK(nearest("bc", std::vector<std::string_view>{"ab"}).empty());
    CHECK(nearest("chock", known) == "check");
    CHECK(nearest("hceck", known) == "check");
    CHECK(nearest("bacd", std::vector<std::string_view>{"abcd"}) == "abcd");
    const std::string longest(64, 'x');
    CHECK(nearest(longest, std::vector<std::string_view>{longest}) == longest);
    CHECK(nearest(longest + 'x', std::vector<std::string_view>{longest}).empty());
    CHECK(did_you_mean("caps") == "; did you mean `caps`?");
    CHECK(did_you_mean("").empty());
}

TEST_CASE("lists name the worst first, then by kernel number", "[capability_test]") {
    using enum Capability;
    CHECK(list_worst_first({}).empty());
    CHECK(list_worst_first({KILL}) == "KILL");
    CHECK(list_worst_first({CHOWN, KILL, NET_ADMIN, SYS_ADMIN, SYS_PTRACE, DAC_READ_SEARCH}) ==
          "DAC_READ_SEARCH, SYS_ADMIN, NET_ADMIN, SYS_PTRACE, CHOWN, KILL");
}

TEST_CASE("a long list says how many it does not name", "[capability_test]") {
    using enum Capability;
    CHECK(list_worst_first({CHOWN, KILL, SYS_ADMIN, SYS_PTRACE}, 2) ==
          "SYS_ADMIN, SYS_PTRACE, +2 more");
    CHECK(list_worst_first({CHOWN, SYS_ADMIN, SYS_PTRACE}, 2) ==
          "SYS_ADMIN, SYS_PTRACE, CHOWN"); // "+1 more" is no shorter
    CHECK(list_worst_first({CHOWN, KILL}, 2) == "CHOWN, KILL");
    CHECK(list_worst_first({}, 2).empty());
}

TEST_CASE("a set behaves like a set and goes by kernel number", "[capability_test]") {
    using enum Capability;
    const CapabilitySet set{SYS_ADMIN, CHOWN, NET_ADMIN, CHOWN};
    CHECK(set.size() == 3);
    CHECK(std::vector<Capability>(set.begin(), set.end()) ==
          std::vector<Capability>{CHOWN, NET_ADMIN, SYS_ADMIN});
    CHECK(set.contains(CHOWN));
    CHECK_FALSE(set.contains(KILL));
    CHECK(set.contains(CapabilitySet{CHOWN, SYS_ADMIN}));
    CHECK(set.contains(CapabilitySet{}));
    CHECK_FALSE(set.contains(CapabilitySet{CHOWN, KILL}));
    CHECK((set - CapabilitySet{CHOWN, KILL}) == CapabilitySet{NET_ADMIN, SYS_ADMIN});
    CHECK((set | CapabilitySet{KILL}).size() == 4);
    CHECK((set & CapabilitySet{KILL, CHOWN}) == CapabilitySet{CHOWN});
    CHECK(CapabilitySet::all().mask() == 0x1ffffffffff);
    CHECK(CapabilitySet::all().size() == 41);
    CHECK(CapabilitySet{}.empty());
    CapabilitySet changing;
    changing.insert(BPF);
    CHECK(changing.contains(BPF));
    changing.erase(BPF);
    CHECK(changing.empty());
}
