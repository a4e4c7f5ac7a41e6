#include "core/values/period_tokens.h"

#include "core/values/period.h"

static const struct {
  SlStr word;
  SlTokenKind kind;
  int value;
} words[] = {
    {{"q", 1}, SL_TOKEN_QUARTER, 0}, {{"qtr", 3}, SL_TOKEN_QUARTER, 0}, {{"quarter", 7}, SL_TOKEN_QUARTER, 0},
    {{"w", 1}, SL_TOKEN_WEEK, 0}, {{"week", 4}, SL_TOKEN_WEEK, 0}, {{"months", 6}, SL_TOKEN_MONTHS, 0},
    {{"year", 4}, SL_TOKEN_YEAR, 0}, {{"to", 2}, SL_TOKEN_TO, 0}, {{"ending", 6}, SL_TOKEN_ENDING, 0},
    {{"end", 3}, SL_TOKEN_ENDING, 0}, {{"as", 2}, SL_TOKEN_AT, 0}, {{"at", 2}, SL_TOKEN_AT, 0},
    {{"three", 5}, SL_TOKEN_NUMBER, 3}, {{"ended", 5}, SL_TOKEN_ENDING, 0}, {{"ye", 2}, SL_TOKEN_YE, 0},
    {{"fye", 3}, SL_TOKEN_FYE, 0}, {{"fy", 2}, SL_TOKEN_FY, 0}, {{"financial", 9}, SL_TOKEN_FINANCIAL, 0},
    {{"calendar", 8}, SL_TOKEN_CALENDAR, 0}, {{"academic", 8}, SL_TOKEN_OTHER_YEAR, 0},
    {{"school", 6}, SL_TOKEN_OTHER_YEAR, 0}, {{"tax", 3}, SL_TOKEN_OTHER_YEAR, 0},
    {{"twelve", 6}, SL_TOKEN_NUMBER, 12}, {{"st", 2}, SL_TOKEN_ORDINAL, 0}, {{"nd", 2}, SL_TOKEN_ORDINAL, 0},
    {{"rd", 2}, SL_TOKEN_ORDINAL, 0}, {{"th", 2}, SL_TOKEN_ORDINAL, 0},
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

static bool find_word(SlStr word, SlToken *token) {
  if (sl_month_find(word, &token->value)) {
    token->kind = SL_TOKEN_MONTH;
    return true;
  }
  char first = sl_lower(word.bytes[0]);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (words[i].word.bytes[0] != first || words[i].word.length != word.length || !sl_str_equal_caseless(word, words[i].word)) continue;
    token->kind = words[i].kind;
    token->value = words[i].value;
    return true;
  }
  return false;
}

/* Characters beyond ASCII that stand for one of its own. */
static const struct {
  const char *bytes;
  char stands_for;
} signs[] = {
    {"\xC2\xA0", ' '},     {"\xE2\x80\xAF", ' '},  /* no-break spaces */
    {"\xE2\x80\x90", '-'}, {"\xE2\x80\x91", '-'},  /* hyphens */
    {"\xE2\x80\x92", '_'}, {"\xE2\x80\x93", '_'}, {"\xE2\x80\x94", '_'}, {"\xE2\x80\x95", '_'}, {"\xE2\x88\x92", '_'}, /* dashes, the minus */
    {"\xE2\x80\x98", '\''}, {"\xE2\x80\x99", '\''},
};

/* The next character, and how many bytes it has. Dashes are '_', which no text has by itself. */
static char character_at(SlStr text, size_t at, size_t *bytes) {
  SlStr rest = {text.bytes + at, text.length - at};
  *bytes = 1;
  if ((unsigned char)rest.bytes[0] < 0x80) return rest.bytes[0] == '_' ? '?' : rest.bytes[0];
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    SlStr sign = sl_str(signs[i].bytes);
    if (!sl_str_starts_with(rest, sign)) continue;
    *bytes = sign.length;
    return signs[i].stands_for;
  }
  return '?';
}

static bool find_sign(char c, SlToken *token) {
  switch (c) {
    case '-': token->kind = SL_TOKEN_DASH; token->value = 1; return true;
    case '_': token->kind = SL_TOKEN_DASH; return true;
    case '/': token->kind = SL_TOKEN_SLASH; return true;
    case ',': token->kind = SL_TOKEN_COMMA; return true;
    case '(': token->kind = SL_TOKEN_OPEN; return true;
    case ')': token->kind = SL_TOKEN_CLOSE; return true;
    case '\'': token->kind = SL_TOKEN_APOSTROPHE; return true;
    default: return false;
  }
}

bool sl_period_tokens(SlStr text, SlToken tokens[SL_PERIOD_TOKENS]) {
  enum { LONGEST = 80, MOST_DIGITS = 4 };
  if (text.length > LONGEST) return false;
  int count = 0;
  bool glued = false;
  for (size_t at = 0, bytes; at < text.length;) {
    char c = character_at(text, at, &bytes);
    if (c == ' ' || c == '\t') {
      at += bytes;
      glued = false;
      continue;
    }
    if (count == SL_PERIOD_TOKENS - 1) return false;
    SlToken *token = &tokens[count++];
    *token = (SlToken){.glued = glued};
    size_t end = at;
    if (is_digit(c)) {
      token->kind = SL_TOKEN_NUMBER;
      for (; end < text.length && is_digit(text.bytes[end]); end++) {
        if (++token->digits > MOST_DIGITS) return false;
        token->value = token->value * 10 + (text.bytes[end] - '0');
      }
    } else if (is_letter(c)) {
      while (end < text.length && is_letter(text.bytes[end])) end++;
      if (!find_word((SlStr){text.bytes + at, end - at}, token)) return false;
      if (token->kind == SL_TOKEN_MONTH && end < text.length && text.bytes[end] == '.') end++;
    } else {
      if (!find_sign(c, token)) return false;
      end += bytes;
    }
    at = end;
    glued = true;
  }
  tokens[count] = (SlToken){.kind = SL_TOKEN_END};
  return count > 0;
}
