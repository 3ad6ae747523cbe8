// Exceptions nested, carried from a thread to another, and objects destroyed on the way.
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>

struct Noisy {
  const char *name;
  ~Noisy() { std::cout << "end of " << name << '\n'; }
};

static void inner() {
  Noisy noisy{"inner"};
  throw std::out_of_range("too far");
}

static void outer() {
  Noisy noisy{"outer"};
  try {
    inner();
  } catch (...) {
    std::throw_with_nested(std::runtime_error("while walking"));
  }
}

static void tell(const std::exception &error) {
  std::cout << error.what() << '\n';
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception &cause) {
    tell(cause);
  }
}

int main() {
  auto future = std::async(std::launch::async, outer);
  try {
    future.get();
  } catch (const std::exception &error) {
    tell(error);
  }
}
