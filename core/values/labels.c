#include "core/values/labels.h"

#include <string.h>

#include "core/base/alike.h"
#include "core/base/alloc.h"
#include "core/base/runtime.h"

typedef struct Room { /* for the form of one label */
  int32_t *points;
  size_t size;
} Room;

static SlStatus form_of(SlStr label, Room *room, SlStr *form, SlError *err) {
  size_t needed = sl_text_alike_room(label);
  if (needed > room->size) {
    size_t size = sl_grow_capacity(room->size, needed);
    int32_t *points = sl_realloc_array(room->points, size, sizeof *points);
    if (!points) return sl_fail_alloc(err, size * sizeof *points);
    *room = (Room){points, size};
  }
  *form = sl_text_alike(label, room->points);
  return SL_OK;
}

/* Adds the form of each label, and its form without marks. */
static SlStatus add_forms(const SlDict *labels, SlDict *forms, Room *room, SlError *err) {
  SlStatus status = SL_OK;
  for (int64_t code = 0; code < sl_dict_size(labels) && status == SL_OK; code++) {
    SlStr form = {"", 0};
    uint32_t added;
    status = form_of(sl_dict_get(labels, code), room, &form, err);
    if (status == SL_OK) status = sl_dict_add(forms, form, &added, err);
    SlStr unmarked = status == SL_OK ? sl_text_unmarked(form) : form;
    if (status == SL_OK && unmarked.length < form.length) status = sl_dict_add(forms, unmarked, &added, err);
  }
  return status;
}

/* Whether a label that `other` lacks has its form among those of `other`. */
static SlStatus look(const SlDict *labels, const SlDict *other, const SlDict *forms, Room *room, bool *may, SlError *err) {
  for (int64_t code = 0; code < sl_dict_size(labels) && !*may; code++) {
    SlStr label = sl_dict_get(labels, code), form;
    if (sl_dict_find(other, label) >= 0) continue;
    SlStatus status = form_of(label, room, &form, err);
    if (status != SL_OK) return status;
    *may = sl_dict_find(forms, form) >= 0;
    SlStr unmarked = sl_text_unmarked(form);
    if (!*may && unmarked.length < form.length) *may = sl_dict_find(forms, unmarked) >= 0;
  }
  return SL_OK;
}

static bool lacks_one(const SlDict *dict, const SlDict *labels) {
  for (int64_t code = 0; code < sl_dict_size(labels); code++)
    if (sl_dict_find(dict, sl_dict_get(labels, code)) < 0) return true;
  return false;
}

SlStatus sl_labels_may_look_alike(const SlDict *labels, const SlDict *other, bool *may, SlError *err) {
  *may = false;
  if (!lacks_one(other, labels)) return SL_OK;
  SlDict *forms = sl_dict_new();
  if (!forms) return sl_fail_alloc(err, 64);
  Room room = {NULL, 0};
  SlStatus status = add_forms(other, forms, &room, err);
  if (status == SL_OK) status = look(labels, other, forms, &room, may, err);
  sl_free(room.points);
  sl_dict_release(forms);
  return status;
}

static bool has_word(SlStr label, const SlStr *words, int64_t count) {
  char lower[SL_LONGEST_LABEL];
  if (label.length > SL_LONGEST_LABEL) return false;
  for (size_t i = 0; i < label.length; i++) {
    char c = label.bytes[i];
    lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
  }
  for (int64_t i = 0; i < count; i++)
    if (memmem(lower, label.length, words[i].bytes, words[i].length)) return true;
  return false;
}

bool sl_labels_have_word(const SlColumn *column, const SlStr *words, int64_t count) {
  int64_t labels = column->dict ? sl_dict_size(column->dict) : column->length;
  for (int64_t i = 0; i < labels; i++)
    if (sl_interrupted_at(i) || has_word(column->dict ? sl_dict_get(column->dict, i) : sl_column_text(column, i), words, count)) return true;
  return false;
}
