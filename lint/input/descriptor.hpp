#pragma once
// A file descriptor that closes itself.

#include <unistd.h>
#include <utility>

namespace dropcap::input {

/// Owns a file descriptor; a negative number is none.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    /// Closes it now; false where that fails: some file systems tell only then that a write did not
    /// succeed.
    bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }
    /// Closes it and owns `number` from now on.
    void reset(int number) {
        close();
        number_ = number;
    }

  private:
    int number_;
};

} // namespace dropcap::input
