/* The members of a law's parameter struct, from its table. Before it: #define SOMN_TABLE "<law>/params.def". */
#define SOMN_REAL(name, ...) double name;
#define SOMN_CHOICE(name, ...) int name;
#define SOMN_PRESET(...)
#include SOMN_TABLE
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
#undef SOMN_TABLE
