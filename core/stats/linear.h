/* linear.h - small dense systems: rank, null space, and whether a cone has more than its tip. For the existence of estimates (capture.h).
 *
 * Matrices are by rows. Entries are small whole numbers or come from such, so that what is below a billionth of the largest is 0.
 */
#ifndef SL_STATS_LINEAR_H
#define SL_STATS_LINEAR_H

#include <stdbool.h>
#include <stdint.h>

/* Brings the matrix to reduced row echelon form in place. pivots[i] is the column of the i-th pivot; gives how many there are: the rank. */
int64_t sl_linear_reduce(double *matrix, int64_t rows, int64_t columns, int64_t *pivots);

/* A basis of the null space of a reduced matrix, a vector a row of out (columns - rank of them, each of `columns` entries). */
void sl_linear_null_space(const double *reduced, int64_t columns, const int64_t *pivots, int64_t rank, double *out);

/* Whether there is a d with B d <= 0 in all rows and B d < 0 in one: a linear program, solved by the simplex method with Bland's rule, which
 * begins at d = 0 and cannot cycle. `work` has room for (2 rows + 1) * (2 columns + 2 rows + 1) numbers and 2 rows indices behind them. */
bool sl_linear_cone_is_open(const double *matrix, int64_t rows, int64_t columns, double *work);

/* How many doubles `work` needs. */
int64_t sl_linear_work(int64_t rows, int64_t columns);

/* Solves the symmetric positive definite system in place by Cholesky's method: matrix becomes its factor, right the solution. false: it is not
 * positive definite. */
bool sl_linear_solve(double *matrix, int64_t size, double *right);

/* The first entry on the diagonal of the inverse, given the factor. */
double sl_linear_first_of_inverse(const double *factor, int64_t size);

#endif
