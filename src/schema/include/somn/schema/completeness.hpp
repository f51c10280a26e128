// A table that forgets a member is a silent loss: tests hold every table against the number of members of its struct.
//
//   CHECK(is_complete<Window>());
#pragma once

#include <somn/schema/fields.hpp>

#include <cstddef>
#include <utility>

namespace somn::schema {

struct AnyMember {
  std::size_t index;
  template <class T>
  operator T() const;  // never called
};

// The members of an aggregate: the longest list that it can be made of.
template <class S, std::size_t... I>
consteval bool is_made_of(std::index_sequence<I...>) {
  return requires {
    S{AnyMember{I}...};
  };
}
template <class S, std::size_t N = 0>
consteval std::size_t count_members() {
  static_assert(std::is_aggregate_v<S>);
  if constexpr (is_made_of<S>(std::make_index_sequence<N + 1>{}))
    return count_members<S, N + 1>();
  else
    return N;
}

// Each member of S stands in its table: as a value, merged, as the list behind a column, or left out with a reason.
template <Described S>
bool is_complete() {
  return fields<S>().n_members() == count_members<S>();
}

}  // namespace somn::schema
