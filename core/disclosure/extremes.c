#include "core/disclosure/extremes.h"

#include <dlfcn.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"

/* --- lp_solve: what is used of it, as its headers have it ------------------------------------------------------------- */

enum { AT_MOST = 1, AT_LEAST = 2, EQUAL = 3 };                                     /* kinds of rows */
enum { OPTIMAL = 0, SUBOPTIMAL = 1, INFEASIBLE = 2, UNBOUNDED = 3, ABORTED = 6, NO_MEMORY = -2 }; /* what solve gives */
static const double without_end = 1e30;

typedef struct Solver {
  void *library;
  void *(*make)(int rows, int columns);
  void (*delete)(void *program);
  void (*set_verbose)(void *program, int level);
  void (*set_scaling)(void *program, int mode);
  unsigned char (*set_rows_mode)(void *program, unsigned char on);
  unsigned char (*add_row)(void *program, int count, double *factors, int *columns, int kind, double right);
  unsigned char (*set_bounds)(void *program, int column, double least, double greatest);
  unsigned char (*set_whole)(void *program, int column, unsigned char whole);
  unsigned char (*set_goal)(void *program, int count, double *factors, int *columns);
  void (*set_abort)(void *program, int (*abort)(void *program, void *context), void *context);
  void (*forget)(void *program);
  int (*solve)(void *program);
  double (*goal)(void *program);
} Solver;

static Solver solver;
static const char *wanted_library;

void sl_extremes_look_for(const char *library) {
  wanted_library = library;
  solver = (Solver){0}; /* the library itself stays loaded */
}

static SlStatus load(SlError *err) {
  static const char *const usual[] = {"liblpsolve55.so", "/usr/lib/lp_solve/liblpsolve55.so"};
  if (solver.library) return SL_OK;
  Solver found = {0};
  for (int i = 0; i < 2 && !found.library; i++) found.library = dlopen(wanted_library ? wanted_library : usual[i], RTLD_LAZY | RTLD_LOCAL);
  if (!found.library)
    return sl_fail(err, SL_EIO, "what hidden counts can be is worked out with lp_solve, which is not installed: on Debian and Ubuntu "
                                "apt-get install lp-solve");
  const struct {
    const char *name;
    void *place;
  } functions[] = {{"make_lp", &found.make}, {"delete_lp", &found.delete}, {"set_verbose", &found.set_verbose},
                   {"set_scaling", &found.set_scaling}, {"set_add_rowmode", &found.set_rows_mode}, {"add_constraintex", &found.add_row},
                   {"set_bounds", &found.set_bounds}, {"set_int", &found.set_whole}, {"set_obj_fnex", &found.set_goal},
                   {"put_abortfunc", &found.set_abort}, {"default_basis", &found.forget},
                   {"solve", &found.solve}, {"get_objective", &found.goal}};
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = dlsym(found.library, functions[i].name);
    if (!function) return sl_fail(err, SL_EIO, "the lp_solve that was found lacks the function %s", functions[i].name);
    memcpy(functions[i].place, &function, sizeof function);
  }
  solver = found;
  return SL_OK;
}

/* --- a system of sums as a program of lp_solve --------------------------------------------------------------------------- */

typedef struct Work {
  void *program;
  double *factors; /* of one row */
  int *columns;
  int64_t steps, left; /* left: below 0 when nobody counts */
  bool interrupted;
} Work;

/* lp_solve asks between its steps. */
static int should_stop(void *program, void *context) {
  (void)program;
  Work *work = context;
  if (sl_interrupted()) work->interrupted = true;
  if (work->left > 0) work->left--;
  return work->interrupted || work->left == 0;
}

static double end_of(double value) { return fmax(-without_end, fmin(without_end, value)); }

/* A row with two ends is two rows: ranges of lp_solve are shifted by its own tolerances. */
static bool add_row(Work *work, const SlSystem *system, int64_t row) {
  int count = 0;
  for (int64_t i = system->starts[row]; i < system->starts[row + 1]; i++, count++) {
    work->factors[count] = system->factors[i];
    work->columns[count] = system->members[i] + 1;
  }
  double low = system->low[row], high = system->high[row];
  if (low == high) return solver.add_row(work->program, count, work->factors, work->columns, EQUAL, low);
  return (isinf(low) || solver.add_row(work->program, count, work->factors, work->columns, AT_LEAST, low)) &&
         (isinf(high) || solver.add_row(work->program, count, work->factors, work->columns, AT_MOST, high));
}

static SlStatus open_program(Work *work, const SlSystem *system, SlError *err) {
  int64_t longest = 1;
  for (int64_t r = 0; r < system->rows; r++) {
    int64_t length = system->starts[r + 1] - system->starts[r];
    if (length > longest) longest = length;
  }
  work->factors = sl_alloc_array((size_t)longest, sizeof *work->factors);
  work->columns = sl_alloc_array((size_t)longest, sizeof *work->columns);
  if (!work->factors || !work->columns) return sl_fail_alloc(err, (size_t)longest * sizeof *work->factors);
  work->program = solver.make(0, (int)system->unknowns);
  if (!work->program) return sl_fail_alloc(err, 0);
  solver.set_verbose(work->program, 0);
  solver.set_scaling(work->program, 0); /* factors are near 1 */
  bool fits = true;
  for (int64_t u = 0; fits && u < system->unknowns; u++)
    fits = solver.set_bounds(work->program, (int)u + 1, end_of(system->least[u]), end_of(system->greatest[u]));
  fits = fits && solver.set_rows_mode(work->program, 1);
  for (int64_t r = 0; fits && r < system->rows; r++) fits = add_row(work, system, r);
  if (!fits) return sl_fail_alloc(err, 0);
  solver.set_rows_mode(work->program, 0);
  solver.set_abort(work->program, should_stop, work);
  return SL_OK;
}

static void close_program(Work *work) {
  if (work->program) solver.delete(work->program);
  sl_free(work->factors);
  sl_free(work->columns);
}

/* --- questions ----------------------------------------------------------------------------------------------------------- */

static bool is_settled(int answer) { return answer == OPTIMAL || answer == UNBOUNDED; }

/* One extreme of an unknown, the least of it or of its negative, as lp_solve minimises; *answer is what solve() said, and *value is set where
 * that is settled. */
static void ask(Work *work, int32_t unknown, bool least, int64_t steps, int *answer, double *value) {
  int column = unknown + 1;
  double sign = least ? 1 : -1;
  solver.set_goal(work->program, 1, &sign, &column);
  work->left = steps > 0 ? steps : -1;
  *answer = solver.solve(work->program);
  if (!is_settled(*answer)) return;
  double found = *answer == UNBOUNDED ? -without_end : solver.goal(work->program);
  *value = sign * (found <= -without_end ? -INFINITY : found);
}

static SlStatus extreme(Work *work, int32_t unknown, bool least, double *value, SlError *err) {
  int answer;
  ask(work, unknown, least, 0, &answer, value);
  if (!is_settled(answer) && !work->interrupted) { /* numbers that ran away: once more from the beginning */
    solver.forget(work->program);
    ask(work, unknown, least, 0, &answer, value);
  }
  if (work->interrupted) return sl_fail_interrupted(err);
  if (answer == NO_MEMORY) return sl_fail_alloc(err, 0);
  if (answer == INFEASIBLE) return sl_fail(err, SL_EDATA, "no numbers fulfil all these sums");
  if (!is_settled(answer)) return sl_fail(err, SL_ERANGE, "lp_solve cannot work out what a hidden count can be (it says %d)", answer);
  return SL_OK;
}

/* Nearer than this to a whole number is that number: the solver's own tolerance is a thousandth of it. */
static double inwards(double value, bool least) {
  const double near = 1e-6;
  double slack = near * fmax(1, fabs(value) * 1e-6);
  return isinf(value) ? value : least ? ceil(value - slack) : floor(value + slack);
}

static SlStatus all_extremes(Work *work, const int32_t *wanted, int64_t count, double *least, double *greatest, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t i = 0; status == SL_OK && i < count; i++) {
    status = extreme(work, wanted[i], true, &least[i], err);
    if (status == SL_OK) status = extreme(work, wanted[i], false, &greatest[i], err);
  }
  return status;
}

/* Where whole numbers reach less far than fractions do. */
static SlStatus whole_extremes(Work *work, const SlSystem *system, const int32_t *wanted, int64_t count, double *least, double *greatest,
                               SlError *err) {
  for (int64_t u = 0; u < system->unknowns; u++)
    if (!solver.set_whole(work->program, (int)u + 1, 1)) return sl_fail_alloc(err, 0);
  for (int64_t i = 0; i < count; i++) {
    for (int end = 0; end < 2; end++) {
      double *bound = end == 0 ? &least[i] : &greatest[i], value = *bound;
      *bound = inwards(*bound, end == 0);
      if (isinf(*bound)) continue;
      int answer;
      solver.forget(work->program);
      ask(work, wanted[i], end == 0, work->steps, &answer, &value);
      if (work->interrupted) return sl_fail_interrupted(err);
      if (answer != OPTIMAL) continue; /* out of steps: what fractions say is still true */
      value = inwards(value, end == 0);
      if (end == 0 ? value > *bound : value < *bound) *bound = value;
    }
  }
  return SL_OK;
}

SlStatus sl_extremes(const SlSystem *system, const int32_t *wanted, int64_t count, int64_t steps, double *least, double *greatest, SlError *err) {
  SlStatus status = load(err);
  if (status != SL_OK) return status;
  Work work = {.steps = steps};
  status = open_program(&work, system, err);
  if (status == SL_OK) status = all_extremes(&work, wanted, count, least, greatest, err);
  if (status == SL_OK && steps > 0) status = whole_extremes(&work, system, wanted, count, least, greatest, err);
  close_program(&work);
  return status;
}
