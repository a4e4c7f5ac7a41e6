/* What looks into texts by patterns (pattern.h): matches, extract, replace_matches. */
#include <stdio.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/runtime.h"
#include "core/expr/functions.h"
#include "core/expr/pattern.h"

/* --- searching ---------------------------------------------------------------------------------------------------- */

/* The error of a search, which names pattern and text, with its row. */
static SlStatus fail_search(const SlBatch *batch, int64_t i, SlStatus status, const SlError *said, SlError *err) {
  if (status == SL_ERANGE) return sl_batch_fail(batch, i, status, err, "%s", said->text);
  if (err) *err = *said;
  return status;
}

/* Looked up for every so many rows, as a row may take a while. */
static SlStatus find_in_row(const SlBatch *batch, SlMatch *match, int64_t i, bool *found, SlError *err) {
  enum { LOOK_UP_ROWS = 64 };
  if (i % LOOK_UP_ROWS == 0 && sl_interrupted()) return sl_fail_interrupted(err);
  SlError said;
  SlStatus status = sl_match_find(match, batch->in[0]->texts[i], 0, found, &said);
  return status == SL_OK ? SL_OK : fail_search(batch, i, status, &said, err);
}

/* One match block for all rows of a batch. */
static SlStatus matches(SlBatch *batch, SlError *err) {
  SlMatch match;
  SlStatus status = sl_match_open(batch->node->data, &match, err);
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    bool found = false;
    if (sl_batch_present(batch, i)) status = find_in_row(batch, &match, i, &found, err);
    batch->out->booleans[i] = found;
  }
  sl_match_close(&match);
  return status;
}

/* Of the part that is the node's choice. What is found lies in the text itself. */
static SlStatus extract(SlBatch *batch, SlError *err) {
  SlMatch match;
  SlStatus status = sl_match_open(batch->node->data, &match, err);
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    bool found = false;
    SlStr part;
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    status = find_in_row(batch, &match, i, &found, err);
    if (status == SL_OK && found && sl_match_part(&match, (int)batch->node->choice, &part))
      batch->out->texts[i] = part;
    else if (status == SL_OK)
      sl_batch_clear(batch, i, SL_REASON_NONE);
  }
  sl_match_close(&match);
  return status;
}

/* --- replacing ---------------------------------------------------------------------------------------------------- */

/* What stands for a match: texts and parts of it in turns, "<$1>" is "<", part 1, ">". */
typedef struct Piece {
  SlStr text;
  int part; /* -1: the text */
} Piece;

typedef struct Replacement {
  SlPattern *pattern;
  Piece *pieces;
  int64_t count;
} Replacement;

static void free_replacement(void *data) {
  Replacement *replacement = data;
  sl_pattern_free(replacement->pattern);
  sl_free(replacement->pieces);
  sl_free(replacement);
}

static void add_pieces(const Replacement *replacement, const SlMatch *match, SlBuf *out) {
  for (int64_t k = 0; k < replacement->count; k++) {
    SlStr piece = replacement->pieces[k].text;
    int part = replacement->pieces[k].part;
    if (part < 0 || sl_match_part(match, part, &piece)) sl_buf_add_str(out, piece);
  }
}

/* The text with what stands for each match, behind what is in `out` already. A match that ends before it begins, or begins before
 * the last one ended, which takes a \K in a place that PCRE2 may allow one day, ends the replacing. */
static SlStatus replace_in_row(const SlBatch *batch, SlMatch *match, int64_t i, SlBuf *out, SlError *err) {
  SlStr text = batch->in[0]->texts[i];
  const char *copied = text.bytes, *end = text.bytes + text.length;
  bool found = true;
  SlError said;
  SlStatus status = SL_OK;
  for (int64_t matches = 0; status == SL_OK && found; matches++) {
    SlStr whole;
    if (matches % 1024 == 1023 && sl_interrupted()) return sl_fail_interrupted(err);
    if (!sl_match_part(match, 0, &whole) || whole.bytes < copied) break;
    sl_buf_add(out, copied, (size_t)(whole.bytes - copied));
    add_pieces(batch->node->data, match, out);
    copied = whole.bytes + whole.length;
    status = sl_match_next(match, &found, &said);
  }
  if (status != SL_OK) return fail_search(batch, i, status, &said, err);
  sl_buf_add(out, copied, (size_t)(end - copied));
  return out->failed ? sl_fail_alloc(err, text.length) : SL_OK;
}

static SlStatus replace_matches(SlBatch *batch, SlError *err) {
  const Replacement *replacement = batch->node->data;
  SlMatch match;
  SlBuf made;
  sl_buf_init(&made);
  SlStatus status = sl_match_open(replacement->pattern, &match, err);
  for (int64_t i = 0; status == SL_OK && i < batch->count; i++) {
    bool found = false;
    batch->out->texts[i] = (SlStr){"", 0};
    if (!sl_batch_present(batch, i)) continue;
    batch->out->texts[i] = batch->in[0]->texts[i];
    status = find_in_row(batch, &match, i, &found, err);
    if (status != SL_OK || !found) continue;
    made.length = 0;
    status = replace_in_row(batch, &match, i, &made, err);
    char *room = status == SL_OK ? sl_batch_room(batch, made.length, err) : NULL;
    if (!room) {
      status = status == SL_OK ? SL_ENOMEM : status;
      continue;
    }
    if (made.length) memcpy(room, made.bytes, made.length);
    batch->out->texts[i] = (SlStr){room, made.length};
  }
  sl_match_close(&match);
  sl_buf_reset(&made);
  return status;
}

/* --- what is replaced by what --------------------------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_word(char c) { return is_digit(c) || c == '_' || sl_lower(c) != c || (c >= 'a' && c <= 'z'); }

/* The part that a number or a name means; -1: none. */
static int part_of(const SlPattern *pattern, SlStr name) {
  if (!is_digit(name.bytes[0])) return sl_pattern_part_named(pattern, name);
  int part = 0;
  for (size_t i = 0; i < name.length; i++) {
    if (!is_digit(name.bytes[i]) || part > sl_pattern_parts(pattern)) return -1;
    part = 10 * part + name.bytes[i] - '0';
  }
  return part <= sl_pattern_parts(pattern) ? part : -1;
}

static SlStatus fail_part(const SlMaking *making, const SlPattern *pattern, SlStr name) {
  int parts = sl_pattern_parts(pattern);
  return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                       "the pattern has no part \"%.*s\": it has %d pair%s of brackets, and part 0 is all of the match", SL_STR_ARGS(name),
                       parts, parts == 1 ? "" : "s");
}

/* What stands behind a dollar sign: 1, year, {1}, {year}, $. *taken are its bytes. */
static SlStatus read_part(const SlMaking *making, const SlPattern *pattern, SlStr rest, Piece *piece, size_t *taken) {
  bool braces = rest.length > 0 && rest.bytes[0] == '{';
  SlStr name = {rest.bytes + braces, 0};
  while (braces + name.length < rest.length && is_word(name.bytes[name.length]) &&
         (braces || !is_digit(name.bytes[0]) || is_digit(name.bytes[name.length])))
    name.length++;
  bool closed = !braces || (1 + name.length < rest.length && name.bytes[name.length] == '}');
  *taken = name.length + (braces ? 2 : 0);
  if (!braces && rest.length > 0 && rest.bytes[0] == '$') {
    *piece = (Piece){{rest.bytes, 1}, -1};
    *taken = 1;
    return SL_OK;
  }
  if (name.length == 0 || !closed)
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "behind $ stands the number or name of a part, as in $1, ${1} or ${year}; a dollar sign is written $$");
  *piece = (Piece){{"", 0}, part_of(pattern, name)};
  return piece->part < 0 ? fail_part(making, pattern, name) : SL_OK;
}

static SlStatus read_pieces(const SlMaking *making, SlStr with, Replacement *replacement) {
  for (size_t i = 0; i < with.length;) {
    Piece *piece = &replacement->pieces[replacement->count++];
    SlStr rest = {with.bytes + i + 1, with.length - i - 1};
    if (with.bytes[i] == '$') {
      size_t taken;
      SlStatus status = read_part(making, replacement->pattern, rest, piece, &taken);
      if (status != SL_OK) return status;
      i += 1 + taken;
      continue;
    }
    size_t length = 0;
    for (; i + length < with.length && with.bytes[i + length] != '$'; length++)
      if (with.bytes[i + length] == '\\' && i + length + 1 < with.length && is_digit(with.bytes[i + length + 1]))
        return sl_check_fail(making->check, making->expr, SL_EARG, making->err, "\"\\%c\" is written \"$%c\" here",
                             with.bytes[i + length + 1], with.bytes[i + length + 1]);
    *piece = (Piece){{with.bytes + i, length}, -1};
    i += length;
  }
  return SL_OK;
}

/* --- type rules --------------------------------------------------------------------------------------------------- */

/* "\bKent" in an expression is a backspace before Kent, which fits nowhere, and "\1" a byte 1. */
static SlStatus refuse_control(const SlMaking *making, SlStr text) {
  for (size_t i = 0; i < text.length; i++) {
    int byte = (unsigned char)text.bytes[i];
    if (byte == 0 || byte > '\b' || byte == '\a') continue;
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "a control character stands in the pattern, which is what \\%c is in a text; a backslash of the pattern is written "
                         "twice: \\\\%c",
                         byte == '\b' ? 'b' : '0' + byte, byte == '\b' ? 'b' : '0' + byte);
  }
  return SL_OK;
}

static SlStatus make_pattern(const SlMaking *making, SlStr text, SlPattern **out) {
  SlError said;
  if (refuse_control(making, text) != SL_OK) return SL_EARG;
  int64_t searches = making->check->live ? making->check->context->table->length : 0;
  SlStatus status = sl_pattern_new(text, searches, out, &said);
  if (status == SL_EPARSE) return sl_check_fail(making->check, making->expr, status, making->err, "%s", said.text);
  return status == SL_OK ? SL_OK : sl_fail_alloc(making->err, text.length);
}

static bool stands_there(const SlNode *node) { return node->kind == SL_NODE_LITERAL && !node->value.missing; }

/* A text, and a pattern that stands there. */
static SlStatus need_pattern(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t texts) {
  SlStatus status = sl_make_texts(making, nodes, texts, function->doc.name);
  if (status == SL_OK && !stands_there(nodes[1]))
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "%s: the pattern is a text that stands there, or a $value", function->doc.usage);
  return status;
}

/* A text and a pattern, compiled once, and for extract the part that is wanted. */
static SlStatus make_search(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlPattern *pattern;
  SlShape shape = {.kernel = function->kernels[0], .type = function->gives, .clears = function->gives == SL_TEXT};
  SlStatus status = need_pattern(making, function, nodes, 2);
  if (status == SL_OK) status = make_pattern(making, nodes[1]->value.text, &pattern);
  if (status == SL_OK) status = sl_check_own(making->check, pattern, sl_pattern_free, making->err);
  if (status != SL_OK) return status;
  shape.data = pattern;
  if (count == 3) {
    const SlNode *part = nodes[2];
    bool named = stands_there(part) && part->type == SL_TEXT && part->value.text.length > 0;
    if (!named && !(stands_there(part) && part->type == SL_INTEGER && part->value.integer >= 0))
      return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                           "%s: the part is the number of a pair of brackets, or its name", function->doc.usage);
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)part->value.integer);
    SlStr name = named ? part->value.text : sl_str(digits);
    shape.choice = part_of(pattern, name);
    if (shape.choice < 0) return fail_part(making, pattern, name);
  }
  return sl_make_kernel(making, &shape, nodes, 1, out);
}

static SlStatus make_replacement(const SlMaking *making, const SlFunction *function, SlNode **nodes, int64_t count, SlNode **out) {
  SlStatus status = need_pattern(making, function, nodes, count);
  if (status != SL_OK) return status;
  if (!stands_there(nodes[2]))
    return sl_check_fail(making->check, making->expr, SL_EARG, making->err,
                         "%s: what stands for a match is a text that stands there, or a $value", function->doc.usage);
  SlStr with = nodes[2]->value.text;
  Replacement *replacement = sl_alloc_zeroed(1, sizeof *replacement);
  if (!replacement) return sl_fail_alloc(making->err, sizeof *replacement);
  status = sl_check_own(making->check, replacement, free_replacement, making->err);
  if (status != SL_OK) return status;
  replacement->pieces = sl_alloc_array(with.length + 1, sizeof *replacement->pieces);
  if (!replacement->pieces) return sl_fail_alloc(making->err, with.length * sizeof *replacement->pieces);
  status = make_pattern(making, nodes[1]->value.text, &replacement->pattern);
  if (status == SL_OK) status = read_pieces(making, with, replacement);
  SlShape shape = {.kernel = function->kernels[0], .type = SL_TEXT, .data = replacement};
  return status == SL_OK ? sl_make_kernel(making, &shape, nodes, 1, out) : status;
}

const SlFunction sl_pattern_functions[] = {
    {{"matches", "matches(text, pattern)", "(pattern: string)",
      "True where the regular expression (PCRE2's) fits anywhere in it.", "print(col.code:matches(\"^E[0-9]+$\"))"},
     2, 2, make_search, SL_BOOLEAN, {matches}},
    {{"extract", "extract(text, pattern, part)", "(pattern: string, part?: integer|string)",
      "What the pattern fits first in it, or the part of that in a pair of brackets, by number or name; missing where it fits nowhere or "
      "the brackets have no part in it.",
      "print(col.code:extract(\"([A-Z])\\\\d+\", 1))"},
     2, 3, make_search, SL_TEXT, {extract}},
    {{"replace_matches", "replace_matches(text, pattern, with)", "(pattern: string, with: string)",
      "With each place that the pattern fits replaced; $1 or ${name} stands for a part in brackets, $0 for all of it, $$ for a dollar "
      "sign.",
      "print(col.name:replace_matches(\"(\\\\w+), (\\\\w+)\", \"$2 $1\"))"},
     3, 3, make_replacement, SL_TEXT, {replace_matches}},
    {{NULL, NULL, NULL, NULL, NULL}, 0, 0, NULL, SL_TEXT, {NULL}},
};
