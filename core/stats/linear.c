#include "core/stats/linear.h"

#include <math.h>

static const double tiny = 1e-9;

int64_t sl_linear_reduce(double *matrix, int64_t rows, int64_t columns, int64_t *pivots) {
  int64_t rank = 0;
  for (int64_t c = 0; c < columns && rank < rows; c++) {
    int64_t best = rank;
    for (int64_t r = rank + 1; r < rows; r++)
      if (fabs(matrix[r * columns + c]) > fabs(matrix[best * columns + c])) best = r;
    if (fabs(matrix[best * columns + c]) < tiny) continue;
    for (int64_t j = 0; best != rank && j < columns; j++) {
      double kept = matrix[rank * columns + j];
      matrix[rank * columns + j] = matrix[best * columns + j], matrix[best * columns + j] = kept;
    }
    double pivot = matrix[rank * columns + c];
    for (int64_t j = 0; j < columns; j++) matrix[rank * columns + j] /= pivot;
    for (int64_t r = 0; r < rows; r++) {
      double factor = matrix[r * columns + c];
      if (r == rank || fabs(factor) < tiny) continue;
      for (int64_t j = 0; j < columns; j++) matrix[r * columns + j] -= factor * matrix[rank * columns + j];
    }
    pivots[rank++] = c;
  }
  return rank;
}

void sl_linear_null_space(const double *reduced, int64_t columns, const int64_t *pivots, int64_t rank, double *out) {
  int64_t next = 0, pivot = 0;
  for (int64_t c = 0; c < columns; c++) {
    if (pivot < rank && pivots[pivot] == c) {
      pivot++;
      continue;
    }
    double *vector = out + next++ * columns;
    for (int64_t j = 0; j < columns; j++) vector[j] = 0;
    vector[c] = 1;
    for (int64_t i = 0; i < rank; i++) vector[pivots[i]] = -reduced[i * columns + c];
  }
}

/* --- a cone: maximise sum(-B d) with B d <= 0 and -B d <= 1, d = p - q, p and q >= 0 --------------------------------------------------------- */

int64_t sl_linear_work(int64_t rows, int64_t columns) { return (2 * rows + 1) * (2 * columns + 1) + 2 * rows + 2 * columns; }

/* The tableau has a row a constraint and the objective below; a column a variable that is 0 now, and the right side behind. in_row and
 * in_column say which variable stands where. */
typedef struct Tableau {
  int64_t height, width; /* of constraints and variables */
  double *cells;
  double *in_row, *in_column; /* whole numbers */
} Tableau;

static double *cell(const Tableau *t, int64_t row, int64_t column) { return &t->cells[row * (t->width + 1) + column]; }

static void exchange(const Tableau *t, int64_t row, int64_t column) {
  double pivot = *cell(t, row, column);
  for (int64_t r = 0; r <= t->height; r++) {
    if (r == row) continue;
    double factor = *cell(t, r, column) / pivot;
    for (int64_t c = 0; c <= t->width && factor != 0; c++)
      if (c != column) *cell(t, r, c) -= factor * *cell(t, row, c);
    *cell(t, r, column) = -factor;
  }
  for (int64_t c = 0; c <= t->width; c++)
    if (c != column) *cell(t, row, c) /= pivot;
  *cell(t, row, column) = 1 / pivot;
  double kept = t->in_row[row];
  t->in_row[row] = t->in_column[column], t->in_column[column] = kept;
}

/* Of the variables that would raise the objective the one of the least number (Bland); -1: none. */
static int64_t entering(const Tableau *t) {
  int64_t found = -1;
  for (int64_t c = 0; c < t->width; c++)
    if (*cell(t, t->height, c) < -tiny && (found < 0 || t->in_column[c] < t->in_column[found])) found = c;
  return found;
}

static int64_t leaving(const Tableau *t, int64_t column) {
  int64_t found = -1;
  double least = INFINITY;
  for (int64_t r = 0; r < t->height; r++) {
    double slope = *cell(t, r, column);
    if (slope <= tiny) continue;
    double room = *cell(t, r, t->width) / slope;
    if (room < least - tiny || (room < least + tiny && found >= 0 && t->in_row[r] < t->in_row[found])) {
      least = fmin(least, room);
      found = r;
    }
  }
  return found;
}

bool sl_linear_cone_is_open(const double *matrix, int64_t rows, int64_t columns, double *work) {
  Tableau t = {.height = 2 * rows, .width = 2 * columns, .cells = work};
  t.in_row = work + (t.height + 1) * (t.width + 1);
  t.in_column = t.in_row + t.height;
  for (int64_t c = 0; c <= t.width; c++) *cell(&t, t.height, c) = 0;
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < columns; c++) {
      double entry = matrix[r * columns + c];
      *cell(&t, r, 2 * c) = entry, *cell(&t, r, 2 * c + 1) = -entry;
      *cell(&t, rows + r, 2 * c) = -entry, *cell(&t, rows + r, 2 * c + 1) = entry;
      *cell(&t, t.height, 2 * c) += entry, *cell(&t, t.height, 2 * c + 1) -= entry;
    }
    *cell(&t, r, t.width) = 0, *cell(&t, rows + r, t.width) = 1;
  }
  for (int64_t c = 0; c < t.width; c++) t.in_column[c] = (double)c;
  for (int64_t r = 0; r < t.height; r++) t.in_row[r] = (double)(t.width + r);
  for (;;) {
    if (*cell(&t, t.height, t.width) > 1e-6) return true;
    int64_t column = entering(&t);
    if (column < 0) return false;
    int64_t row = leaving(&t, column);
    if (row < 0) return true; /* without bound; cannot be, as -B d <= 1 */
    exchange(&t, row, column);
  }
}

/* --- normal equations ------------------------------------------------------------------------------------------------------------ */

bool sl_linear_solve(double *matrix, int64_t size, double *right) {
  for (int64_t i = 0; i < size; i++)
    for (int64_t j = 0; j <= i; j++) {
      double sum = matrix[i * size + j];
      for (int64_t k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      if (i == j) {
        if (!(sum > 0)) return false;
        matrix[i * size + i] = sqrt(sum);
      } else {
        matrix[i * size + j] = sum / matrix[j * size + j];
      }
    }
  for (int64_t i = 0; i < size; i++) {
    for (int64_t k = 0; k < i; k++) right[i] -= matrix[i * size + k] * right[k];
    right[i] /= matrix[i * size + i];
  }
  for (int64_t i = size - 1; i >= 0; i--) {
    for (int64_t k = i + 1; k < size; k++) right[i] -= matrix[k * size + i] * right[k];
    right[i] /= matrix[i * size + i];
  }
  return true;
}

/* Of L L' the first column of the inverse begins with the squares of the first column of L's inverse. */
double sl_linear_first_of_inverse(const double *factor, int64_t size) {
  double column[64], sum = 0;
  for (int64_t i = 0; i < size; i++) {
    double value = i == 0;
    for (int64_t k = 0; k < i; k++) value -= factor[i * size + k] * column[k];
    column[i] = value / factor[i * size + i];
    sum += column[i] * column[i];
  }
  return sum;
}
