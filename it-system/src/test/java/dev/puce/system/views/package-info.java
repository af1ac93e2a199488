/// The views and exports of a trace compared with pcsc-spy, and read by Wireshark.
package dev.puce.system.views;
