#include "core/expr/written.h"

#include <math.h>
#include <stdio.h>

#include "core/expr/tree.h"
#include "core/values/parse.h"
#include "core/values/shortest.h"

__extension__ typedef __int128 Wide;

static const Wide MOST = ((Wide)1 << 126) - 1; /* so that a sum of two fits */

/* digits * 10^exponent, without zeros at the end of the digits. */
typedef struct Decimal {
  Wide digits;
  int exponent;
  bool number; /* else an integer */
} Decimal;

static Wide size_of(Wide value) { return value < 0 ? -value : value; }

static bool multiply(Wide a, Wide b, Wide *out) {
  if (b != 0 && size_of(a) > MOST / size_of(b)) return false;
  *out = a * b;
  return true;
}

static bool fits_integer(const Decimal *value) {
  Wide digits = value->digits;
  for (int e = value->exponent; e > 0; e--)
    if (!multiply(digits, 10, &digits)) return false;
  return value->exponent >= 0 && digits >= INT64_MIN && digits <= INT64_MAX;
}

static bool settle(Wide digits, int exponent, bool number, Decimal *out) {
  if (size_of(digits) > MOST) return false;
  while (digits != 0 && digits % 10 == 0) {
    digits /= 10;
    exponent++;
  }
  *out = (Decimal){digits, digits == 0 ? 0 : exponent, number};
  return number || fits_integer(out);
}

static bool align(Decimal *a, Decimal *b) {
  Decimal *larger = a->exponent > b->exponent ? a : b;
  int exponent = a->exponent > b->exponent ? b->exponent : a->exponent;
  for (; larger->exponent > exponent; larger->exponent--)
    if (!multiply(larger->digits, 10, &larger->digits)) return false;
  return true;
}

static bool divide(Decimal a, Decimal b, Decimal *out) {
  int exponent = a.exponent - b.exponent;
  for (; a.digits % b.digits != 0; exponent--)
    if (!multiply(a.digits, 10, &a.digits)) return false;
  return settle(a.digits / b.digits, exponent, true, out);
}

/* Both floor, as Lua's do. */
static bool divide_whole(Decimal a, Decimal b, bool remainder, Decimal *out) {
  bool number = a.number || b.number;
  if (!align(&a, &b)) return false;
  Wide quotient = a.digits / b.digits, rest = a.digits % b.digits;
  if (rest != 0 && (rest < 0) != (b.digits < 0)) {
    quotient--;
    rest += b.digits;
  }
  return remainder ? settle(rest, a.exponent, number, out) : settle(quotient, 0, number, out);
}

static bool raise_to(Decimal base, Decimal power, Decimal *out) {
  enum { MOST_POWER = 1100 }; /* beyond it, only of 1 is there a double that is not 0 or infinite */
  if (power.exponent < 0 || power.exponent > 4 || !fits_integer(&power)) return false;
  Wide times = power.digits;
  for (int e = 0; e < power.exponent; e++) times *= 10;
  if (size_of(times) > MOST_POWER) return false;
  Wide digits = 1;
  for (Wide i = 0; i < size_of(times); i++)
    if (!multiply(digits, base.digits, &digits)) return false;
  Decimal raised = {digits, base.exponent * (int)size_of(times), true}, one = {1, 0, true};
  return times < 0 ? divide(one, raised, out) : settle(raised.digits, raised.exponent, true, out);
}

/* A double's zero has a sign, which products and quotients of it keep: they are left to doubles, which lose nothing there. */
static bool work_out(SlOperator op, Decimal a, Decimal b, Decimal *out) {
  bool number = a.number || b.number;
  if (op == SL_OP_ADD || op == SL_OP_SUB)
    return align(&a, &b) && settle(op == SL_OP_ADD ? a.digits + b.digits : a.digits - b.digits, a.exponent, number, out);
  if ((b.digits == 0 && op != SL_OP_MUL) || (number && (a.digits == 0 || b.digits == 0))) return false;
  switch (op) {
    case SL_OP_MUL: return multiply(a.digits, b.digits, &a.digits) && settle(a.digits, a.exponent + b.exponent, number, out);
    case SL_OP_DIV: return divide(a, b, out);
    case SL_OP_IDIV: return divide_whole(a, b, false, out);
    case SL_OP_MOD: return divide_whole(a, b, true, out);
    default: return raise_to(a, b, out);
  }
}

static bool of_literal(const SlScalar *value, Decimal *out) {
  if (value->missing || (value->type != SL_INTEGER && value->type != SL_NUMBER)) return false;
  if (value->type == SL_INTEGER) return settle(value->integer, 0, false, out);
  if (!isfinite(value->number) || (value->number == 0 && signbit(value->number))) return false;
  SlShortest shortest = sl_shortest(fabs(value->number));
  return settle(value->number < 0 ? -(Wide)shortest.digits : (Wide)shortest.digits, shortest.exponent, true, out);
}

static bool is_arithmetic(const SlExpr *expr) {
  if (expr->kind != SL_EXPR_OPERATION) return false;
  switch (expr->op) {
    case SL_OP_ADD: case SL_OP_SUB: case SL_OP_MUL: case SL_OP_DIV: case SL_OP_IDIV: case SL_OP_MOD: case SL_OP_POW: case SL_OP_NEG:
      return true;
    default: return false;
  }
}

static bool value_of(const SlExpr *expr, Decimal *out) {
  if (expr->kind == SL_EXPR_LITERAL) return of_literal(&expr->value, out);
  Decimal a, b;
  if (!is_arithmetic(expr) || !value_of(expr->operands[0], &a)) return false;
  if (expr->op == SL_OP_NEG) return !(a.number && a.digits == 0) && settle(-a.digits, a.exponent, a.number, out);
  return value_of(expr->operands[1], &b) && work_out(expr->op, a, b, out);
}

/* Rounded once, by the reader of numerals. */
static bool to_number(const Decimal *value, double *out) {
  char digits[40], text[64];
  int length = 0;
  for (Wide rest = size_of(value->digits); rest > 0 || length == 0; rest /= 10) digits[length++] = (char)('0' + (int)(rest % 10));
  SlStr numeral = {text, 0};
  if (value->digits < 0) text[numeral.length++] = '-';
  while (length > 0) text[numeral.length++] = digits[--length];
  numeral.length += (size_t)snprintf(text + numeral.length, sizeof text - numeral.length, ".0e%d", value->exponent);
  return sl_parse_number(numeral, false, '.', out);
}

bool sl_written_value(const SlExpr *expr, SlScalar *out) {
  Decimal value;
  if (!is_arithmetic(expr) || !value_of(expr, &value)) return false;
  *out = (SlScalar){.type = value.number ? SL_NUMBER : SL_INTEGER};
  if (value.number) return to_number(&value, &out->number);
  for (; value.exponent > 0; value.exponent--) value.digits *= 10; /* settle() saw that it fits */
  out->integer = (int64_t)value.digits;
  return true;
}
