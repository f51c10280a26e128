#define CATCH_CONFIG_MAIN  // of Catch2 2; version 3 has it in its library
#include <catch2/catch.hpp>
