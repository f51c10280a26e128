// sum    := product (('+' | '-') product)*        comparison := sum (op sum)?
// product := power (('*' | '/') power)*           power := sign ('**' power)?
// sign := '-' sign | number | name | name '(' comparison (',' comparison)* ')' | '(' comparison ')'
#include "formula.hpp"

#include <somn/core/error.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace somn::models {
namespace {

class Parser {
 public:
  Parser(std::string_view text, const std::map<std::string, double, std::less<>>& values)
      : rest_(text), text_(text), values_(values) {}

  double whole() {
    const double value = comparison();
    if (skip(); !rest_.empty()) fail("the end");
    return value;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw InternalError("formula \"" + std::string(text_) + "\": not " + what + " at \"" + std::string(rest_) + "\"");
  }

  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

  bool take(std::string_view token) {
    skip();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  double comparison() {
    const double a = sum();
    if (take("==")) return a == sum();
    if (take(">=")) return a >= sum();
    if (take("<=")) return a <= sum();
    if (take(">")) return a > sum();
    if (take("<")) return a < sum();
    return a;
  }

  double sum() {
    for (double a = product();;) {
      if (take("+"))
        a += product();
      else if (take("-"))
        a -= product();
      else
        return a;
    }
  }

  double product() {
    for (double a = power();;) {
      skip();
      if (!rest_.starts_with("**") && take("*"))
        a *= power();
      else if (take("/"))
        a /= power();
      else
        return a;
    }
  }

  double power() {
    const double a = sign();
    return take("**") ? std::pow(a, power()) : a;
  }

  double sign() {
    if (take("-")) return -sign();
    if (take("(")) {
      const double a = comparison();
      if (!take(")")) fail("a closing bracket");
      return a;
    }
    skip();
    const auto length = std::min(rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), rest_.size());
    if (!rest_.empty() && rest_[0] >= 'a' && rest_[0] <= 'z') {
      const std::string_view name = rest_.substr(0, length);
      rest_.remove_prefix(length);
      return take("(") ? call(name) : value(name);
    }
    double number = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (error != std::errc{}) fail("a number or a name");
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return number;
  }

  double value(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) fail("a parameter");
    return found->second;
  }

  double call(std::string_view name) {
    std::vector<double> arguments;
    do arguments.push_back(comparison());
    while (take(","));
    if (!take(")")) fail("a closing bracket");
    const double a = arguments[0], b = arguments.back();
    if (arguments.size() == 1) {
      if (name == "ln" || name == "log") return std::log(a);
      if (name == "exp") return std::exp(a);
      if (name == "sqrt") return std::sqrt(a);
      if (name == "abs") return std::abs(a);
    }
    if (arguments.size() == 2) {
      if (name == "min") return std::min(a, b);
      if (name == "max") return std::max(a, b);
      if (name == "pow") return std::pow(a, b);
    }
    fail("a function that formulas know");
  }

  std::string_view rest_, text_;
  const std::map<std::string, double, std::less<>>& values_;
};

}  // namespace

double evaluate_formula(std::string_view text, const std::map<std::string, double, std::less<>>& values) {
  return Parser(text, values).whole();
}

}  // namespace somn::models
