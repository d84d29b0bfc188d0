/* SPDX-License-Identifier: GPL-3.0-or-later */
/* order.c - callees before callers.

   Strongly connected components over the static references of bodies.  A
   function refers to

   - what it calls directly, and the functions whose address its body
     mentions, because it may call them through the value;
   - what the initialiser of a constant object that it mentions names, for
     tables of operations:  static const struct ops o = { f };

   Objects are nodes of the graph too, so a table of M functions that N bodies
   mention costs N + M edges.  An alias stands for its target.  Only functions
   with a body are in the result.

   Not modelled: calls through pointers that arrive as parameters or from
   memory that is written at run time; their callees may come later, and the
   walk then treats them as unknown.  */

#include "alloc.h"
#include "component.h"
#include "reach.h"

#include <stdlib.h>
#include <string.h>

/* The graph in compressed rows: nodes are functions, then objects.  */
struct graph
{
  const struct esc_module *m;
  uint32_t nnodes;
  uint32_t *row; /* nnodes + 1 */
  uint32_t *edge;
  bool filling;   /* second pass: rows are known */
  uint32_t at;    /* node whose edges are being listed */
  uint32_t *fill; /* next free edge of each row */
};

/* The function that FN is another name of.  */
static uint32_t
alias_target (const struct esc_module *m, uint32_t fn)
{
  for (int i = 0; i < 16 && m->fns[fn].alias != ESC_NONE; i++)
    fn = m->fns[fn].alias;
  return fn;
}

static void
add_edge (struct graph *g, uint32_t to)
{
  if (g->filling)
    g->edge[g->fill[g->at]++] = to;
  else
    g->row[g->at + 1]++;
}

static void
add_fn (struct graph *g, uint32_t fn)
{
  fn = alias_target (g->m, fn);
  if (g->m->fns[fn].body)
    add_edge (g, fn);
}

static void
add_obj (struct graph *g, uint32_t obj)
{
  const struct esc_obj *o = &g->m->objs[obj];
  if (o->ninits && o->readonly)
    add_edge (g, g->m->nfns + obj);
}

static void
add_opnd (struct graph *g, esc_opnd o)
{
  if (esc_opnd_kind (o) == ESC_OP_FUN)
    add_fn (g, esc_opnd_index (o));
}

static void
list_body (struct graph *g, const struct esc_body *b)
{
  for (uint32_t i = 0; i < b->nins; i++)
    if (b->ins[i].op != ESC_COPY)
      {
        add_opnd (g, b->ins[i].a);
        add_opnd (g, b->ins[i].b);
      }
  for (uint32_t i = 0; i < b->ncalls; i++)
    add_opnd (g, b->calls[i].callee);
  for (uint32_t i = 0; i < b->nargs; i++)
    add_opnd (g, b->args[i]);
  for (uint32_t i = 0; i < b->nphis; i++)
    add_opnd (g, b->phis[i].val);
  for (uint32_t i = 0; i < b->naddrs; i++)
    add_obj (g, b->addrs[i].obj);
}

static void
list_inits (struct graph *g, const struct esc_obj *o)
{
  for (uint32_t i = o->inits; i < o->inits + o->ninits; i++)
    {
      const struct esc_init *init = &g->m->inits[i];
      if (init->fun != ESC_NONE)
        add_fn (g, init->fun);
      else if (init->obj)
        add_obj (g, init->obj);
    }
}

/* List every edge: count them, or fill the rows.  */
static void
list_edges (struct graph *g)
{
  const struct esc_module *m = g->m;
  for (g->at = 0; g->at < m->nfns; g->at++)
    if (m->fns[g->at].body)
      list_body (g, m->fns[g->at].body);
  for (uint32_t o = 1; o < m->nobjs; o++)
    if (m->objs[o].ninits && m->objs[o].readonly)
      {
        g->at = m->nfns + o;
        list_inits (g, &m->objs[o]);
      }
}

static void
make_graph (const struct esc_module *m, struct graph *g)
{
  memset (g, 0, sizeof *g);
  g->m = m;
  g->nnodes = m->nfns + m->nobjs;
  g->row = esc_xcalloc (g->nnodes + 1, sizeof *g->row);
  list_edges (g);
  for (uint32_t i = 0; i < g->nnodes; i++)
    g->row[i + 1] += g->row[i];
  g->edge = esc_xcalloc ((size_t)g->row[g->nnodes] + 1, sizeof *g->edge);
  g->fill = esc_xmalloc ((g->nnodes + 1) * sizeof *g->fill);
  memcpy (g->fill, g->row, (g->nnodes + 1) * sizeof *g->fill);
  g->filling = true;
  list_edges (g);
}

static bool
has_self_edge (const struct graph *g, uint32_t n)
{
  for (uint32_t e = g->row[n]; e < g->row[n + 1]; e++)
    if (g->edge[e] == n)
      return true;
  return false;
}

/* Component I of C becomes one of *OUT unless it has no function in it.  */
static void
add_component (const struct graph *g, const struct esc_components *c,
               uint32_t i, struct esc_order *out)
{
  uint32_t nfns = g->m->nfns, before = out->nfns;
  for (uint32_t k = c->first[i]; k < c->first[i + 1]; k++)
    if (c->nodes[k] < nfns && g->m->fns[c->nodes[k]].body)
      out->fns[out->nfns++] = c->nodes[k];
  if (out->nfns == before)
    return;
  out->recursive[out->ncomps] = c->first[i + 1] - c->first[i] > 1
                                || has_self_edge (g, out->fns[before]);
  out->comp[++out->ncomps] = out->nfns;
}

void
esc_order_make (const struct esc_module *m, struct esc_order *out)
{
  struct graph g;
  make_graph (m, &g);
  out->nfns = out->ncomps = 0;
  out->fns = esc_xcalloc (m->nfns + 1, sizeof *out->fns);
  out->comp = esc_xcalloc (m->nfns + 2, sizeof *out->comp);
  out->recursive = esc_xcalloc (m->nfns + 1, sizeof *out->recursive);
  struct esc_components c;
  esc_components_make (g.nnodes, g.row, g.edge, &c);
  for (uint32_t i = 0; i < c.count; i++)
    add_component (&g, &c, i, out);
  esc_components_free (&c);
  free (g.row);
  free (g.edge);
  free (g.fill);
}

void
esc_order_free (struct esc_order *o)
{
  free (o->fns);
  free (o->comp);
  free (o->recursive);
  memset (o, 0, sizeof *o);
}
