#pragma once
// A folder of its own for a test, gone with it, and other things of the process that are put back.

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropcap::fixture {

/// An empty folder under the system's temporary one.
class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// Absolute, without links.
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Writes a file, with the folders above it; gives back its absolute path.
    std::string write(const std::string& name, std::string_view text) const;
    /// Writes a program: a shell script of these lines.
    std::string program(const std::string& name, const std::string& lines) const;
    void link(const std::string& name, const std::string& target) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    /// The names in it, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    std::filesystem::path path_;
};

/// An environment variable that has another value for a while.
class Variable {
  public:
    Variable(std::string name, const std::string& value);
    ~Variable();
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    std::string name_;
    std::optional<std::string> before_;
};

/// Another working directory for a while.
class Folder {
  public:
    explicit Folder(const std::string& path) : before_(std::filesystem::current_path()) {
        std::filesystem::current_path(path);
    }
    ~Folder() { std::filesystem::current_path(before_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

  private:
    std::filesystem::path before_;
};

} // namespace dropcap::fixture
