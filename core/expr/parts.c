#include "core/expr/parts.h"

#include <stdio.h>

#include "core/expr/pattern.h"

SlStatus sl_pattern_part_names(SlStr pattern, char (*names)[SL_PART_NAME_BYTES], int most, int *count, SlError *err) {
  SlPattern *compiled = NULL;
  SlStatus status = sl_pattern_new(pattern, 1, &compiled, err);
  if (status != SL_OK) return status;
  *count = sl_pattern_parts(compiled);
  for (int i = 0; i < *count && i < most; i++) {
    SlStr name;
    sl_pattern_part_name(compiled, i + 1, &name);
    snprintf(names[i], SL_PART_NAME_BYTES, "%.*s", SL_STR_ARGS(name));
  }
  sl_pattern_free(compiled);
  return SL_OK;
}

static SlStatus take_parts(const SlMatch *match, SlStr pattern, SlStr *parts, int count, SlError *err) {
  for (int i = 0; i < count; i++)
    if (!sl_match_part(match, i + 1, &parts[i]))
      return sl_fail(err, SL_EARG, "the pattern \"%.*s\" fits \"%.*s\" without its bracket %d", SL_STR_ARGS(pattern), SL_STR_ARGS(match->text), i + 1);
  return SL_OK;
}

SlStatus sl_text_parts(SlStr pattern, SlStr text, SlStr *parts, int count, bool *found, SlError *err) {
  SlPattern *compiled = NULL;
  SlMatch match = {0};
  SlStatus status = sl_pattern_new(pattern, 1, &compiled, err);
  if (status == SL_OK && sl_pattern_parts(compiled) != count)
    status = sl_fail(err, SL_EARG, "the pattern \"%.*s\" captures with %d pairs of brackets, and %d are wanted", SL_STR_ARGS(pattern),
                     sl_pattern_parts(compiled), count);
  if (status == SL_OK) status = sl_match_open(compiled, &match, err);
  if (status == SL_OK) status = sl_match_find(&match, text, 0, found, err);
  if (status == SL_OK && *found) status = take_parts(&match, pattern, parts, count, err);
  sl_match_close(&match);
  sl_pattern_free(compiled);
  return status;
}
