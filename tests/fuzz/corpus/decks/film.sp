* lattice network, law threshold
* somnspice 0.1.0, network hash d075bd3d0d99afbc
* Before this deck is read, somn.cm must be loaded: a line `codemodel <folder>/somn.cm` in .spiceinit.
* Place it with `.include <this file>` and: x1 source drain film
* Inside: node voltages v(x1.n<k>), junction states @a.x1.a<k>[state], laws altermod x1:j<m> PARAM=VALUE
.subckt film source drain
* laws with their parameters [SI]
.model j0 somn_threshold(g_on=0.001 g_off=1e-06 v_threshold=0.8 tau=0.001 alpha=2 beta=3 tau_relax=0 w0=0)
* junctions: a<k> positive negative, with their capacitances c<k>
a0 %gd(source n2) j0
a1 %gd(source n5) j0
a2 %gd(source n8) j0
a3 %gd(n4 drain) j0
a4 %gd(n7 drain) j0
a5 %gd(n10 drain) j0
a6 %gd(n2 n3) j0
a7 %gd(n5 n2) j0
a8 %gd(n4 n3) j0
a9 %gd(n6 n3) j0
a10 %gd(n4 n7) j0
a11 %gd(n5 n6) j0
a12 %gd(n5 n8) j0
a13 %gd(n7 n6) j0
a14 %gd(n9 n6) j0
a15 %gd(n10 n7) j0
a16 %gd(n8 n9) j0
a17 %gd(n10 n9) j0
.ends film
