/* SPDX-License-Identifier: GPL-3.0-or-later */
/* component.h - strongly connected components of a graph.

   The graph is in compressed rows: the edges of node N are
   edge[row[N] .. row[N + 1]).  The component of a node is numbered after all
   that its nodes lead to.  Iterative: no recursion on the C stack.  */

#ifndef ESC_COMPONENT_H
#define ESC_COMPONENT_H

#include <stdint.h>

struct esc_components
{
  uint32_t *nodes; /* by component; what was entered last comes first */
  uint32_t *first; /* component I is nodes[first[I] .. first[I + 1]) */
  uint32_t *of;    /* by node: its component */
  uint32_t count;
};

void esc_components_make (uint32_t nnodes, const uint32_t *row,
                          const uint32_t *edge, struct esc_components *);
void esc_components_free (struct esc_components *);

#endif
