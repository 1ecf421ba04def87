#include "tests/scratch.hpp"

#include "tests/fixture.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace dropcap::fixture {
namespace fs = std::filesystem;

Scratch::Scratch() {
    std::string folder = fs::canonical(fs::temp_directory_path()) / "dropcap-test-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make " + folder);
    path_ = folder;
}

Scratch::~Scratch() {
    std::error_code ignored; // a test that has failed already says why
    fs::remove_all(path_, ignored);
}

std::string Scratch::write(const std::string& name, std::string_view text) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

std::string Scratch::program(const std::string& name, const std::string& lines) const {
    const std::string file = write(name, "#!/bin/sh\n" + lines + "\n");
    fs::permissions(file, fs::perms::owner_all);
    return file;
}

void Scratch::link(const std::string& name, const std::string& target) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    fs::create_symlink(target, file);
}

std::string Scratch::read(const std::string& name) const { return read_text(path_ / name); }

std::vector<std::string> Scratch::names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

Variable::Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    if (const char* const before = std::getenv(name_.c_str())) before_ = before;
    setenv(name_.c_str(), value.c_str(), 1);
}

Variable::~Variable() {
    if (before_)
        setenv(name_.c_str(), before_->c_str(), 1);
    else
        unsetenv(name_.c_str());
}

} // namespace dropcap::fixture
