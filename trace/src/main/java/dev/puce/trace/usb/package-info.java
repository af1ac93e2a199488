/// Reads captures of USB traffic with smart-card readers: pcap and pcapng files of Linux (usbmon) and Windows
/// (USBPcap).
///
/// [dev.puce.trace.usb.UsbCaptureFormat] is the format. It takes three layers off: the packet of the capture, the
/// message of the reader class (CCID 1.1), and with readers of TPDU level the block of protocol T=1.
package dev.puce.trace.usb;
