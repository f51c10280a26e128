// A deterministic mutating driver for fuzz targets.
//
//   fuzz_TARGET CORPUS [--seconds T] [--seed N] [--keep FOLDER]
//
//   every file of CORPUS, in the order of the names       past crashers stay past
//   until T seconds are over (default 0):
//     take a file of the corpus (or a recent mutant that the target accepted)
//     change it 1 to 8 times: bits, bytes, numbers at the edges of their range, pieces doubled, cut out, moved, taken
//     from another file, words of the format put in
//     run the target
//
// An input that crashes the target, trips a sanitizer, throws what is not somn::Error or takes longer than 20 s is left
// as FOLDER/crash-<number> and ends the run with exit code 1: put it into the corpus once it is mended. The same seed
// gives the same inputs.
#include "driver.hpp"

#include <somn/core/error.hpp>
#include <somn/core/file.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*)(void));

namespace somn::fuzz {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t longest = 1 << 14;  // [B]; larger inputs find little more, and slowly
constexpr unsigned patience = 20;         // [s] for one input

const std::string* current = nullptr;  // what the target is at
std::string crash_file = "crash";

// Called while the process dies: system calls only.
void save_current() {
  if (!current) return;
  const int file = ::open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file >= 0 && ::write(file, current->data(), current->size()) >= 0) ::close(file);
  constexpr char words[] = "fuzz: the input was kept\n";
  if (::write(STDERR_FILENO, words, sizeof words - 1) < 0) return;
  current = nullptr;
}

void on_signal(int number) {
  save_current();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

bool accepted(const std::string& input) {
  current = &input;
  ::alarm(patience);
  bool is_accepted = true;
  try {
    target(input);
  } catch (const Error&) {
    is_accepted = false;
  } catch (const std::exception& error) {
    broken(error.what());
  }
  ::alarm(0);
  current = nullptr;
  return is_accepted;
}

std::string at_most(std::string text) {
  if (text.size() > longest) text.resize(longest);
  return text;
}

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, std::uint64_t seed) : corpus_(std::move(corpus)), random_(seed) {}

  std::string next() {
    std::string text = pick(!recent_.empty() && below(3) == 0 ? recent_ : corpus_);
    for (std::size_t n = 1 + below(8); n > 0; --n) change(text);
    return at_most(std::move(text));
  }

  void remember(const std::string& text) {
    constexpr std::size_t most = 200;
    if (recent_.size() < most)
      recent_.push_back(text);
    else
      recent_[below(most)] = text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
  const std::string& pick(const std::vector<std::string>& texts) { return texts[below(texts.size())]; }

  // A piece of some text, at most 64 bytes as a rule
  std::string piece(const std::string& text) {
    const std::size_t from = below(text.size() + 1);
    return text.substr(from, below(below(8) == 0 ? text.size() + 1 : 65));
  }

  void change(std::string& text) {
    static const std::vector<std::string> words{
        "0",   "-1",   "1e999", "nan",  "inf",  "-0.0", "18446744073709551615", "9223372036854775808", "4294967296",
        "1e-400", "\n", "\r\n",  "\xef\xbb\xbf", "\xff", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80", "\"", "'",
        "\\",  "<",    ">",     "&",    "]]>",  "<!--", "=", "{", "}", "[", "]", ",", ";", "#", "+", "*", "(", ")",
        "\"\"\"", "'''", "\\u0000", "\\UFFFFFFFF", "&#0;", "&#xD800;", std::string(1, '\0'), std::string(300, '['),
        std::string(300, '{'), "a.b.c.d", "0x", "1979-05-27T07:32:00Z", "No. Variables: ", "No. Points: ", "Binary:\n"};
    const std::size_t at = below(text.size() + 1);
    switch (below(9)) {
      case 0:
        if (!text.empty()) text[below(text.size())] ^= static_cast<char>(1 << below(8));
        break;
      case 1:
        if (!text.empty()) text[below(text.size())] = static_cast<char>(below(256));
        break;
      case 2:
        text.insert(at, pick(words));
        break;
      case 3:
        text.erase(at, 1 + below(below(4) == 0 ? text.size() + 1 : 16));
        break;
      case 4:
        text.insert(at, piece(text));
        break;
      case 5:
        text.insert(at, piece(pick(corpus_)));
        break;
      case 6: {
        const std::string over = piece(pick(corpus_));
        text.replace(at, over.size(), over);
        break;
      }
      case 7: {  // a number of the binary formats
        constexpr std::uint64_t edges[] = {0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, ~0ULL, ~0ULL >> 1};
        const std::uint64_t value = edges[below(std::size(edges))];
        const std::size_t size = std::size_t{1} << below(4);
        if (text.size() >= size) {
          const std::size_t where = below(text.size() - size + 1);
          for (std::size_t k = 0; k < size; ++k) text[where + k] = static_cast<char>(value >> (8 * k) & 0xff);
        }
        break;
      }
      default: {  // a line elsewhere
        const std::size_t begin = text.rfind('\n', at), end = text.find('\n', at);
        if (begin == std::string::npos || end == std::string::npos || begin >= end) break;
        const std::string line = text.substr(begin, end - begin);
        if (below(2) == 0) text.erase(begin, line.size());
        const std::size_t to = text.find('\n', below(text.size() + 1));
        text.insert(to == std::string::npos ? text.size() : to, line);
      }
    }
  }

  std::vector<std::string> corpus_, recent_;
  std::mt19937_64 random_;
};

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

int run(int argc, char** argv) {
  double seconds = 0;
  std::uint64_t seed = 1;
  std::string folder, keep = ".";
  for (int k = 1; k < argc; ++k) {
    const std::string word = argv[k];
    const bool has_value = k + 1 < argc;
    if (word == "--seconds" && has_value)
      seconds = std::strtod(argv[++k], nullptr);
    else if (word == "--seed" && has_value)
      seed = std::strtoull(argv[++k], nullptr, 10);
    else if (word == "--keep" && has_value)
      keep = argv[++k];
    else
      folder = word;
  }
  if (folder.empty()) return std::fputs("fuzz_TARGET CORPUS [--seconds T] [--seed N] [--keep FOLDER]\n", stderr), 2;
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM}) std::signal(number, on_signal);
  if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(save_current);

  std::vector<std::string> corpus;
  for (const fs::path& file : files_of(folder)) {
    crash_file = (fs::path(keep) / ("crash-" + file.filename().string())).string();
    corpus.push_back(read_file(file));
    accepted(corpus.back());
    corpus.back() = at_most(corpus.back());
  }
  if (corpus.empty()) return std::fputs("fuzz: an empty corpus\n", stderr), 2;

  Mutator mutator(corpus, seed);
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  std::uint64_t n = 0, n_accepted = 0;
  while (Clock::now() < end) {
    const std::string input = mutator.next();
    crash_file = (fs::path(keep) / ("crash-" + std::to_string(seed) + "-" + std::to_string(n++))).string();
    if (!accepted(input)) continue;
    ++n_accepted;
    mutator.remember(input);
  }
  std::printf("%zu files, %llu mutants of seed %llu, %llu of them accepted: no crash\n", corpus.size(),
              static_cast<unsigned long long>(n), static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(n_accepted));
  return 0;
}

}  // namespace

void broken(const char* property) {
  std::fprintf(stderr, "fuzz: %s\n", property);
  save_current();
  std::_Exit(1);
}

}  // namespace somn::fuzz

int main(int argc, char** argv) {
  return somn::fuzz::run(argc, argv);
}
