// The test program: doctest's main. `rekey_tests -tc='...'` runs the tests whose name matches.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
