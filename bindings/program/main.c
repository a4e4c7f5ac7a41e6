#include "bindings/program/program.h"

int main(int argc, char **argv) {
  return sll_program(argc, argv);
}
