#pragma once
// A file descriptor that closes itself.

#include <unistd.h>

namespace dropcap {

/// Owns a file descriptor; a negative number is none.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    /// Closes it now.
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }
    /// Closes it and owns `number` from now on.
    void reset(int number) {
        close();
        number_ = number;
    }

  private:
    int number_;
};

} // namespace dropcap
