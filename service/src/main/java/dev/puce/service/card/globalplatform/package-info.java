/// A GlobalPlatform security domain (Card Specification 2.3.1) with the secure channels SCP02 and SCP03.
///
/// Start with [dev.puce.service.card.globalplatform.SecurityDomain].
package dev.puce.service.card.globalplatform;
