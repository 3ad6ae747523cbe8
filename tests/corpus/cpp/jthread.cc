// Threads that stop when asked, a barrier, a latch and a semaphore.
#include <atomic>
#include <barrier>
#include <iostream>
#include <latch>
#include <semaphore>
#include <thread>
#include <vector>

int main() {
  std::atomic<int> sum = 0;
  std::latch ready(4);
  std::barrier together(4, []() noexcept {});
  std::counting_semaphore<2> two(2);
  {
    std::vector<std::jthread> workers;
    for (int n = 1; n <= 4; n++)
      workers.emplace_back([&, n] {
        two.acquire();
        sum += n;
        two.release();
        ready.count_down();
        together.arrive_and_wait();
        sum += n * 10;
      });
    ready.wait();
  }
  std::cout << sum << '\n';
  std::jthread endless([](std::stop_token stop) {
    while (!stop.stop_requested()) std::this_thread::yield();
  });
  endless.request_stop();
  endless.join();
  std::cout << "stopped\n";
}
