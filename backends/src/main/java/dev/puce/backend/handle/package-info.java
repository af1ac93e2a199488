/// What a backend knows of the handles it gave out. Not exported: both backends need it, nobody else does.
package dev.puce.backend.handle;
