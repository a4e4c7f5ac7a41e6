/* program.h - the program slavelab, from its command line to its exit status. */
#ifndef SLL_PROGRAM_H
#define SLL_PROGRAM_H

/* 0 done, 1 the script or its data failed, 2 the command line is wrong, 130 interrupted. */
int sll_program(int argc, char **argv);

#endif
