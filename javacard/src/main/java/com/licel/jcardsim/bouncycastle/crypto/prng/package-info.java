/// One class of the simulator, replaced: see [com.licel.jcardsim.bouncycastle.crypto.prng.DigestRandomGenerator]. Its
/// jar must come after this one in the class path.
package com.licel.jcardsim.bouncycastle.crypto.prng;
