// A generator of Fibonacci numbers.
#include <coroutine>
#include <iostream>

struct Numbers {
  struct promise_type {
    unsigned value;
    Numbers get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(unsigned next) { return value = next, std::suspend_always{}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
  ~Numbers() { handle.destroy(); }
};

static Numbers fibonacci(unsigned limit) {
  for (unsigned a = 0, b = 1; a < limit; b += a, a = b - a) co_yield a;
}

int main() {
  Numbers numbers = fibonacci(50);
  for (numbers.handle.resume(); !numbers.handle.done(); numbers.handle.resume())
    std::cout << numbers.handle.promise().value << ' ';
  std::cout << "done\n";
}
