/* Multiple systems estimation (core/stats/capture.h), for scripts/lib alone: the module "slavelab.capture".
 *
 *     lists        how many; counts: a list with a number for each history, 1 to 2^lists - 1; terms: a list of sets of lists, as whole numbers
 *
 *     check(lists, counts, terms)                       "sound", "no estimate" or "not told"
 *     fit(lists, counts, terms)                         estimate, dark, error, level, deviance, log_likelihood, aic, bic, parameters, empty
 *     stepwise(lists, counts, threshold)                terms; nil when single lists alone have no estimate
 *     limits(lists, counts, terms, how, confidence)     lower, upper; how is "wald" or "profile"
 *     bootstrap(lists, counts, { threshold, confidence, replicates, seed, estimate })    lower, upper, acceleration, bias, without
 *     models(lists, counts, candidates)                 for each set of candidate terms that is hierarchical: its number (bit i: candidate i + 1),
 *                                                       estimate and bic, three lists; those without an estimate are left out and counted
 *     critical_value(confidence)                        how many standard deviations a normal interval goes to each side
 */
#include <lauxlib.h>
#include <math.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/lua/interrupt.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/stats/capture.h"
#include "core/stats/distribution.h"

static SlCaptures read_captures(lua_State *L) {
  lua_Integer lists = luaL_checkinteger(L, 1);
  luaL_argcheck(L, lists >= 2 && lists <= SL_MOST_LISTS, 1, "2 to 10 lists");
  luaL_checktype(L, 2, LUA_TTABLE);
  int64_t all = ((int64_t)1 << lists) - 1;
  double *counts = sll_new_array(L, all, sizeof *counts);
  for (int64_t h = 0; h < all; h++) {
    lua_rawgeti(L, 2, h + 1);
    counts[h] = luaL_optnumber(L, -1, 0);
    lua_pop(L, 1);
  }
  return (SlCaptures){(int)lists, counts};
}

static SlCaptureModel read_terms(lua_State *L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  int64_t terms = sll_list_length(L, index);
  luaL_argcheck(L, terms <= SL_MOST_TERMS, index, "too many terms");
  SlCaptureModel model = {.count = (int)terms};
  for (int i = 0; i < model.count; i++) {
    lua_rawgeti(L, index, i + 1);
    model.terms[i] = (uint16_t)luaL_checkinteger(L, -1);
    lua_pop(L, 1);
  }
  return model;
}

static int push_verdict(lua_State *L, SlCaptureVerdict verdict) {
  lua_pushstring(L, verdict == SL_CAPTURE_SOUND ? "sound" : verdict == SL_CAPTURE_NO_ESTIMATE ? "no estimate" : "not told");
  return 1;
}

static int capture_check(lua_State *L) {
  SlCaptures captures = read_captures(L);
  SlCaptureModel model = read_terms(L, 3);
  SlCaptureVerdict verdict;
  SlError err;
  if (sl_capture_check(&captures, &model, &verdict, &err) != SL_OK) return sll_raise(L, &err);
  return push_verdict(L, verdict);
}

static int capture_fit(lua_State *L) {
  SlCaptures captures = read_captures(L);
  SlCaptureModel model = read_terms(L, 3);
  SlCaptureFit fit;
  SlError err;
  if (sl_capture_fit(&captures, &model, &fit, NULL, &err) != SL_OK) return sll_raise(L, &err);
  lua_newtable(L);
  sll_set_number(L, "estimate", fit.estimate);
  sll_set_number(L, "dark", fit.dark);
  sll_set_number(L, "error", fit.error);
  sll_set_number(L, "level", fit.level);
  sll_set_number(L, "deviance", fit.deviance);
  sll_set_number(L, "log_likelihood", fit.log_likelihood);
  sll_set_number(L, "aic", fit.aic);
  sll_set_number(L, "bic", fit.bic);
  sll_set_number(L, "parameters", fit.parameters);
  sll_set_number(L, "empty", fit.empty);
  return 1;
}

static int capture_stepwise(lua_State *L) {
  SlCaptures captures = read_captures(L);
  SlCaptureModel model;
  SlCaptureVerdict verdict;
  SlError err;
  if (sl_capture_stepwise(&captures, luaL_checknumber(L, 3), &model, &verdict, &err) != SL_OK) return sll_raise(L, &err);
  if (verdict != SL_CAPTURE_SOUND) {
    lua_pushnil(L);
    return 1;
  }
  lua_createtable(L, model.count, 0);
  for (int i = 0; i < model.count; i++) {
    lua_pushinteger(L, model.terms[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static int push_limits(lua_State *L, SlInterval limits) {
  lua_pushnumber(L, limits.lower);
  lua_pushnumber(L, limits.upper);
  return 2;
}

static int capture_limits(lua_State *L) {
  static const char *const ways[] = {"wald", "profile", NULL};
  SlCaptures captures = read_captures(L);
  SlCaptureModel model = read_terms(L, 3);
  double confidence = luaL_checknumber(L, 5);
  SlInterval limits;
  SlError err;
  if (luaL_checkoption(L, 4, NULL, ways) == 1) {
    if (sl_capture_profile(&captures, &model, confidence, &limits, &err) != SL_OK) return sll_raise(L, &err);
    return push_limits(L, limits);
  }
  SlCaptureFit fit;
  if (sl_capture_fit(&captures, &model, &fit, NULL, &err) != SL_OK) return sll_raise(L, &err);
  return push_limits(L, sl_capture_wald(&captures, &fit, confidence));
}

static double number_of(lua_State *L, const char *name) {
  lua_getfield(L, 3, name);
  double value = luaL_checknumber(L, -1);
  lua_pop(L, 1);
  return value;
}

static int capture_bootstrap(lua_State *L) {
  SlCaptures captures = read_captures(L);
  SlCaptureBootstrap how = {.threshold = number_of(L, "threshold"), .confidence = number_of(L, "confidence"),
                            .replicates = (int64_t)number_of(L, "replicates")};
  lua_getfield(L, 3, "seed");
  how.seed = (uint64_t)luaL_checkinteger(L, -1);
  SlCaptureSpread spread;
  SlError err;
  if (sl_capture_bootstrap(&captures, &how, number_of(L, "estimate"), &spread, &err) != SL_OK) return sll_raise(L, &err);
  push_limits(L, spread.limits);
  lua_pushnumber(L, spread.acceleration);
  lua_pushnumber(L, spread.bias);
  lua_pushinteger(L, spread.without);
  return 5;
}

static bool in_model(const SlCaptureModel *model, int term) {
  for (int i = 0; i < model->count; i++)
    if (model->terms[i] == term) return true;
  return false;
}

/* A term of three lists stands with its three pairs. */
static bool is_hierarchical(const SlCaptureModel *model) {
  for (int i = 0; i < model->count; i++)
    for (int list = 0, term = model->terms[i]; __builtin_popcount((unsigned)term) == 3 && list < SL_MOST_LISTS; list++)
      if (term >> list & 1 && !in_model(model, term & ~(1 << list))) return false;
  return true;
}

/* (confidence) -> how many standard deviations a normal interval goes to each side */
static int capture_critical_value(lua_State *L) {
  lua_pushnumber(L, -sl_normal_quantile((1 - luaL_checknumber(L, 1)) / 2));
  return 1;
}

static int capture_models(lua_State *L) {
  SlCaptures captures = read_captures(L);
  SlCaptureModel candidates = read_terms(L, 3);
  luaL_argcheck(L, candidates.count <= 20, 3, "too many candidates");
  lua_newtable(L);
  lua_newtable(L);
  lua_newtable(L);
  lua_Integer found = 0, without = 0;
  for (int64_t set = 0; set < (int64_t)1 << candidates.count; set++) {
    SlCaptureModel model = {.count = 0};
    for (int i = 0; i < candidates.count; i++)
      if (set >> i & 1) model.terms[model.count++] = candidates.terms[i];
    if (!is_hierarchical(&model)) continue;
    if (set % 64 == 0) sll_check_interrupt(L, 0);
    SlCaptureVerdict verdict;
    SlCaptureFit fit;
    SlError err;
    SlStatus status = sl_capture_check(&captures, &model, &verdict, &err);
    if (status == SL_OK && verdict == SL_CAPTURE_SOUND) status = sl_capture_fit(&captures, &model, &fit, NULL, &err);
    if (status == SL_ENOMEM) return sll_raise(L, &err);
    if (status != SL_OK || verdict != SL_CAPTURE_SOUND) {
      without++;
      continue;
    }
    found++;
    lua_pushinteger(L, set);
    lua_rawseti(L, -4, found);
    lua_pushnumber(L, fit.estimate);
    lua_rawseti(L, -3, found);
    lua_pushnumber(L, fit.bic);
    lua_rawseti(L, -2, found);
  }
  lua_pushinteger(L, without);
  return 4;
}

void sll_open_capture(lua_State *L) {
  static const luaL_Reg functions[] = {{"check", capture_check},         {"fit", capture_fit},       {"stepwise", capture_stepwise},
                                       {"limits", capture_limits},       {"models", capture_models}, {"bootstrap", capture_bootstrap},
                                       {"critical_value", capture_critical_value},
                                       {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.capture");
}
