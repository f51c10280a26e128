// A function made for several instruction sets, one of which is chosen when the program starts. Files that use it are
// compiled without contraction (CMakeLists.txt), so that results are the same bits with each.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SOMN_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define SOMN_CLONES
#endif
