#pragma once
#include <memory>
#include <string>
struct Animal {
  virtual ~Animal() = default;
  virtual std::string sound() const = 0;
};
std::unique_ptr<Animal> make_animal();
