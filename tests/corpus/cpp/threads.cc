// Producers and a consumer, with a lock, a condition and a thread's own variable.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

static thread_local int own = 0;

int main() {
  std::mutex lock;
  std::condition_variable filled;
  std::queue<int> queue;
  std::vector<std::thread> producers;
  for (int id = 0; id < 4; id++)
    producers.emplace_back([&, id] {
      for (int i = 0; i < 100; i++) {
        std::scoped_lock held(lock);
        queue.push(id * 100 + own++);
        filled.notify_one();
      }
    });
  int sum = 0;
  for (int i = 0; i < 400; i++) {
    std::unique_lock held(lock);
    filled.wait(held, [&] { return !queue.empty(); });
    sum += queue.front();
    queue.pop();
  }
  for (auto &producer : producers) producer.join();
  std::cout << sum << ' ' << own << '\n';
}
