#include "core/expr/check/check.h"

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/tree.h"

/* Items that stand there, those of a $value that is a list among them, are kept apart from those worked out. */
SlStatus sl_walk_in(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out) {
  SlNode *value;
  SlStatus status = sl_walk(check, expr->operands[0], scope, &value, making->err);
  if (status != SL_OK || check->stopped) return status;
  int64_t most = 1, item_count = 0, other_count = 0;
  for (int64_t i = 1; i < expr->count; i++)
    most += sl_list_of(check, expr->operands[i]) ? sl_list_of(check, expr->operands[i])->list_count : 1;
  SlScalar *items = sl_arena_alloc_array(&check->arena, (size_t)most, sizeof *items);
  SlNode **others = sl_arena_alloc_array(&check->arena, (size_t)expr->count, sizeof *others);
  if (!items || !others) return sl_fail_alloc(making->err, (size_t)most * sizeof *items);
  for (int64_t i = 1; i < expr->count; i++) {
    const SlParam *list = sl_list_of(check, expr->operands[i]);
    if (sl_interrupted_at(i)) return sl_fail_interrupted(making->err);
    for (int64_t k = 0; list && k < list->list_count; k++) {
      if (sl_interrupted_at(k)) return sl_fail_interrupted(making->err);
      items[item_count++] = list->list[k];
    }
    if (list) continue;
    if (expr->operands[i]->kind == SL_EXPR_LITERAL) { /* a node each would be a million of them */
      items[item_count++] = expr->operands[i]->value;
      continue;
    }
    SlNode *item;
    status = sl_walk(check, expr->operands[i], scope, &item, making->err);
    if (status != SL_OK || check->stopped) return status;
    if (item->kind == SL_NODE_LITERAL)
      items[item_count++] = item->value;
    else
      others[other_count++] = item;
  }
  return sl_make_membership(making, value, items, item_count, others, other_count, out);
}

/* The value that the operand is equal to, in an == (or ~=) of something with a literal; NULL when it is none. */
static const SlExpr *literal_of(const SlExpr *expr, SlOperator op, const SlExpr **compared) {
  if (expr->kind != SL_EXPR_OPERATION || expr->op != op) return NULL;
  bool left = expr->operands[0]->kind == SL_EXPR_LITERAL, right = expr->operands[1]->kind == SL_EXPR_LITERAL;
  if (left == right) return NULL;
  *compared = expr->operands[left ? 1 : 0];
  return expr->operands[left ? 0 : 1];
}

/* What is compared with a literal in most of a long chain: that of the first operand that does. */
static const SlExpr *compared_in(const SlExpr *expr, SlOperator op) {
  const SlExpr *compared = NULL;
  for (int64_t i = 0; i < expr->count; i++)
    if (literal_of(expr->operands[i], op, &compared)) return compared;
  return NULL;
}

/* x == 1 or x == 2 or ... is x in (1, 2, ...), and x ~= 1 and x ~= 2 ... its negation: looked up, however many there are.
 * What does not fit stays what it was, and tells what is wrong in its own place. */
static SlStatus gather_items(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlExpr **rest,
                             int64_t *rest_count, SlNode **member) {
  SlOperator op = expr->op == SL_OP_OR ? SL_OP_EQ : SL_OP_NE;
  const SlExpr *compared = compared_in(expr, op), *own = NULL;
  SlScalar *items = sl_arena_alloc_array(&check->arena, (size_t)expr->count, sizeof *items);
  SlNode *value = NULL;
  if (!items) return sl_fail_alloc(making->err, (size_t)expr->count * sizeof *items);
  SlStatus status = compared ? sl_walk(check, compared, scope, &value, making->err) : SL_OK;
  if (status != SL_OK || check->stopped) return status;
  bool plain = value && !value->unknown && !value->untyped;
  int64_t count = 0;
  for (int64_t i = 0; i < expr->count; i++) {
    const SlExpr *literal = literal_of(expr->operands[i], op, &own);
    if (plain && literal && sl_expr_equal(own, compared) && sl_item_fits(value->type, &literal->value))
      items[count++] = literal->value;
    else
      rest[(*rest_count)++] = expr->operands[i];
  }
  if (count == 0) return SL_OK;
  status = sl_make_membership(making, value, items, count, NULL, 0, member);
  return status == SL_OK && op == SL_OP_NE ? sl_make_operation(making, SL_OP_NOT, member, 1, member) : status;
}

/* and, or: long ones through gather_items(), unless it would work out a step that is met later. */
SlStatus sl_walk_chain(SlCheck *check, const SlExpr *expr, SlPlanMode scope, const SlMaking *making, SlNode **out) {
  enum { LONG = 8 };
  SlNode **nodes, *joined = NULL;
  SlExpr *const *rest = expr->operands;
  int64_t count = expr->count;
  SlStatus status = SL_OK;
  if (count > LONG && check->live && check->step_count == 0) {
    SlExpr **others = sl_arena_alloc_array(&check->arena, (size_t)count, sizeof *others);
    if (!others) return sl_fail_alloc(making->err, (size_t)count * sizeof *others);
    rest = others;
    count = 0;
    status = gather_items(check, expr, scope, making, others, &count, &joined);
  }
  if (status == SL_OK) status = sl_walk_all(check, rest, count, scope, &nodes, making->err);
  if (status != SL_OK || check->stopped) return status;
  for (int64_t i = 0; status == SL_OK && i < count; i++)
    if (joined)
      status = sl_make_operation(making, expr->op, (SlNode *[]){joined, nodes[i]}, 2, &joined);
    else
      joined = nodes[i];
  *out = joined;
  return status;
}

