/// Commands about virtual readers and cards: `puce serve`, `puce card`, `puce reader`, `puce replay`.
package dev.puce.cli.service;
