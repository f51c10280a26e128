// For headers that declare the table of a struct: `schema::Fields<Window> fields_of(const Window*);`. Who writes or
// reads one includes somn/schema/fields.hpp.
#pragma once

namespace somn::schema {

template <class S>
class Fields;

}  // namespace somn::schema
