package dev.puce.iso7816;

/// Describes a command or a response in one line of text. Stateless and thread-safe.
///
///     SELECT by name A000000308000010000100 (PIV)
///     READ BINARY offset 0, 256 bytes
///     VERIFY PIN reference 80
public final class ApduDescription {
    private static final int MAX_DATA_SHOWN = 16;

    private ApduDescription() {}

    /// Describes a command. It shows no secret: for VERIFY and similar commands only the reference.
    ///
    /// @param command the bytes as sent; malformed commands are described as malformed
    public static String of(Bytes command) {
        try {
            return of(CommandApdu.parse(command));
        } catch (MalformedDataException e) {
            return "malformed command: " + e.getMessage();
        }
    }

    /// Describes a command.
    public static String of(CommandApdu command) {
        var instruction = IsoInstruction.of(command);
        String text = instruction
                .map(known -> (known.name() + details(known, command)).stripTrailing())
                .orElseGet(() -> "INS %02X of class %02X%s%s"
                        .formatted(command.ins(), command.cla(), parameters(command), lengths(command)));
        return text + circumstances(command);
    }

    /// Describes a status word, with its number: `9000 done`, `6A82 file or application not found`.
    public static String of(StatusWord status) {
        return status + status.meaning().map(meaning -> " " + meaning).orElse("");
    }

    /// Describes a response: the length of its data, and its status word.
    public static String ofResponse(Bytes response) {
        return ResponseApdu.tryParse(response)
                .map(answer ->
                        (answer.data().isEmpty() ? "" : bytes(answer.data().length()) + ", ") + of(answer.status()))
                .orElse(response.isEmpty() ? "no answer" : "malformed answer: " + response);
    }

    private static String details(IsoInstruction instruction, CommandApdu command) {
        return switch (instruction.name()) {
            case "SELECT" -> select(instruction, command);
            case "READ BINARY", "UPDATE BINARY", "WRITE BINARY", "ERASE BINARY", "SEARCH BINARY" ->
                instruction.family() == IsoInstruction.Family.READER
                        ? " block %d%s".formatted(command.p1p2(), lengths(command))
                        : binary(command) + lengths(command);
            case "READ RECORD", "UPDATE RECORD", "WRITE RECORD", "ERASE RECORD" -> record(command) + lengths(command);
            case "APPEND RECORD" -> shortFile(command.p2() >> 3) + lengths(command);
            case "GET RESPONSE" -> command.ne() == 0 ? "" : " " + command.ne();
            case "GET CHALLENGE" -> command.ne() == 0 ? "" : " of " + bytes(command.ne());
            case "VERIFY", "VERIFY CHV" ->
                reference("PIN", command) + (command.data().isEmpty() ? ", status only" : "");
            case "CHANGE REFERENCE DATA", "RESET RETRY COUNTER", "CHANGE CHV", "UNBLOCK CHV" ->
                reference("PIN", command);
            case "DISABLE VERIFICATION REQUIREMENT", "ENABLE VERIFICATION REQUIREMENT", "DISABLE CHV", "ENABLE CHV" ->
                reference("PIN", command);
            case "GET DATA", "PUT DATA", "GET NEXT DATA", "PUT NEXT DATA" -> dataObject(instruction, command);
            case "INTERNAL AUTHENTICATE", "EXTERNAL AUTHENTICATE", "GENERAL AUTHENTICATE" -> authenticate(command);
            case "MANAGE CHANNEL" -> channel(command);
            case "MANAGE SECURITY ENVIRONMENT" -> securityEnvironment(command);
            case "PERFORM SECURITY OPERATION" -> securityOperation(command);
            case "GET STATUS" -> registry(command);
            case "INSTALL" -> install(command);
            case "INITIALIZE UPDATE" -> " key version %d".formatted(command.p1());
            case "GET PROCESSING OPTIONS", "GENERATE AC", "FETCH" -> lengths(command);
            default -> parameters(command) + lengths(command);
        };
    }

    // SELECT, 7816-4 table 62: P1 gives the meaning of the data field, P2 the occurrence and the data to return.
    private static String select(IsoInstruction instruction, CommandApdu command) {
        Bytes data = command.data();
        if (instruction.family() == IsoInstruction.Family.GSM) {
            return " file " + data.toHex();
        }
        String target = switch (command.p1()) {
            case 0x00 -> data.isEmpty() ? " MF" : " file " + data.toHex();
            case 0x01 -> " child DF " + data.toHex();
            case 0x02 -> " EF " + data.toHex();
            case 0x03 -> " parent DF";
            case 0x04 -> " by name " + name(data);
            case 0x08 -> " by path from MF " + data.toHex();
            case 0x09 -> " by path " + data.toHex();
            case 0x10 -> " data object " + data.toHex();
            default -> "%s %s".formatted(parameters(command), data.toHex());
        };
        String occurrence = switch (command.p2() & 0x03) {
            case 1 -> ", last";
            case 2 -> ", next";
            case 3 -> ", previous";
            default -> "";
        };
        return target + occurrence;
    }

    private static String name(Bytes data) {
        return data.isEmpty() || data.length() > 16 ? data.toHex() : new Aid(data).describe();
    }

    // Even INS: with bit 8 of P1 set, P1 names the file and P2 is the offset; otherwise P1-P2 is the offset. Odd
    // INS: the offset is a data object 54 in the data field, P1-P2 names the file.
    private static String binary(CommandApdu command) {
        if ((command.ins() & 1) != 0) {
            String file = command.p1p2() == 0 ? "" : " file %04X".formatted(command.p1p2());
            return file
                    + BerTlv.tryReadAll(command.data()).stream()
                            .flatMap(objects -> objects.stream())
                            .filter(object -> object.tag().value() == 0x54
                                    && object.value().length() <= 4)
                            .findFirst()
                            .map(object -> " offset " + unsigned(object.value()))
                            .orElse("");
        }
        if ((command.p1() & 0x80) != 0) {
            return shortFile(command.p1() & 0x1F) + " offset " + command.p2();
        }
        return " offset " + command.p1p2();
    }

    private static long unsigned(Bytes value) {
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.get(i);
        }
        return number;
    }

    private static String record(CommandApdu command) {
        String which = switch (command.p2() & 0x07) {
            case 0 -> " first with identifier %02X".formatted(command.p1());
            case 1 -> " last with identifier %02X".formatted(command.p1());
            case 2 -> " next with identifier %02X".formatted(command.p1());
            case 3 -> " previous with identifier %02X".formatted(command.p1());
            case 4 -> " " + command.p1();
            case 5 -> " " + command.p1() + " to last";
            case 6 -> " last to " + command.p1();
            default -> parameters(command);
        };
        return which + shortFile(command.p2() >> 3);
    }

    private static String shortFile(int sfi) {
        return sfi == 0 ? "" : " of short file " + sfi;
    }

    private static String reference(String what, CommandApdu command) {
        return " %s reference %02X".formatted(what, command.p2());
    }

    private static String authenticate(CommandApdu command) {
        String algorithm = command.p1() == 0 ? "" : " algorithm %02X".formatted(command.p1());
        String key = command.p2() == 0 ? "" : " key %02X".formatted(command.p2());
        return algorithm + key + lengths(command);
    }

    // Even INS: P1-P2 is the tag, 0040 to 00FF and 4000 to FFFF (7816-4, 11.4). Odd INS: P1-P2 is a file, and the
    // data field holds the tags in a list 5C (as in PIV: SP 800-73, 3.1.2).
    private static String dataObject(IsoInstruction instruction, CommandApdu command) {
        if (instruction.family() == IsoInstruction.Family.READER) {
            return switch (command.p1()) {
                case 0x00 -> " UID of the card";
                case 0x01 -> " ATS or historical bytes of the card";
                default -> parameters(command);
            };
        }
        if ((command.ins() & 1) == 0) {
            return " tag %02X%s%s".formatted(command.p1p2(), tagName(command.p1p2()), sent(command));
        }
        String file = command.p1p2() == 0x3FFF ? "" : " in %04X".formatted(command.p1p2());
        return BerTlv.tryReadAll(command.data()).stream()
                        .flatMap(objects -> objects.stream())
                        .filter(object -> object.tag().value() == 0x5C)
                        .findFirst()
                        .map(list -> " tag %s%s".formatted(list.value().toHex(), tagName(list.value())))
                        .orElse(" " + command.data().toHex())
                + file;
    }

    private static String tagName(int tag) {
        return tag == 0 ? "" : tagName(new BerTag(tag).encode());
    }

    private static String tagName(Bytes tag) {
        try {
            return BerTag.read(tag, 0).name().map(name -> " (" + name + ")").orElse("");
        } catch (MalformedDataException _) {
            return "";
        }
    }

    private static String sent(CommandApdu command) {
        return command.data().isEmpty() ? "" : ", " + bytes(command.data().length());
    }

    private static String channel(CommandApdu command) {
        return switch (command.p1()) {
            case 0x00 -> command.p2() == 0 ? " open" : " open " + command.p2();
            case 0x80 -> " close " + (command.p2() == 0 ? command.classByte().channel() : command.p2());
            default -> parameters(command);
        };
    }

    private static String securityEnvironment(CommandApdu command) {
        String action = switch (command.p1() & 0x0F) {
            case 1 -> " set";
            case 2 -> " store";
            case 3 -> " restore";
            case 4 -> " erase";
            default -> parameters(command);
        };
        String template = switch (command.p2()) {
            case 0xA4 -> " for authentication";
            case 0xA6 -> " for key agreement";
            case 0xAA -> " for hash code";
            case 0xB4 -> " for checksum";
            case 0xB6 -> " for signature";
            case 0xB8 -> " for confidentiality";
            default -> " %02X".formatted(command.p2());
        };
        return action + template + (command.data().isEmpty() ? "" : " " + brief(command.data()));
    }

    // P1 is the tag of the output, P2 the tag of the input (7816-8, 5.4).
    private static String securityOperation(CommandApdu command) {
        String operation = switch (command.p1p2()) {
            case 0x9E9A -> " compute signature";
            case 0x8E80 -> " compute checksum";
            case 0x90A0, 0x9080 -> " hash";
            case 0x8086, 0x8084 -> " decipher";
            case 0x8680, 0x8480 -> " encipher";
            case 0x00A8 -> " verify signature";
            case 0x00A2 -> " verify checksum";
            case 0x00BE, 0x00AE, 0x0092 -> " verify certificate";
            default -> parameters(command);
        };
        return operation + lengths(command);
    }

    // GlobalPlatform Card Specification, table 11-33.
    private static String registry(CommandApdu command) {
        return switch (command.p1()) {
            case 0x80 -> " of issuer security domain";
            case 0x40 -> " of applications and security domains";
            case 0x20 -> " of load files";
            case 0x10 -> " of load files and their modules";
            default -> parameters(command);
        };
    }

    // GlobalPlatform Card Specification, table 11-41.
    private static String install(CommandApdu command) {
        return switch (command.p1() & 0x7F) {
            case 0x02 -> " for load";
            case 0x04 -> " for install";
            case 0x08 -> " for make selectable";
            case 0x0C -> " for install and make selectable";
            case 0x10 -> " for extradition";
            case 0x20 -> " for personalization";
            case 0x40 -> " for registry update";
            default -> parameters(command);
        };
    }

    private static String parameters(CommandApdu command) {
        return command.p1p2() == 0 ? "" : " P1-P2 %04X".formatted(command.p1p2());
    }

    private static String lengths(CommandApdu command) {
        int nc = command.data().length();
        if (nc > 0 && command.ne() > 0) {
            return ", %s in, %d out".formatted(bytes(nc), command.ne());
        }
        return nc + command.ne() == 0 ? "" : ", " + bytes(Math.max(nc, command.ne()));
    }

    private static String circumstances(CommandApdu command) {
        var cla = command.classByte();
        String chaining = cla.isChained() ? ", more of the chain follows" : "";
        String channel = cla.channel() == 0 ? "" : ", channel " + cla.channel();
        String secure = cla.secureMessaging() == ClassByte.SecureMessaging.NONE ? "" : ", secure messaging";
        return chaining + channel + secure;
    }

    private static String bytes(int count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    private static String brief(Bytes data) {
        return data.length() <= MAX_DATA_SHOWN
                ? data.toHex()
                : data.slice(0, MAX_DATA_SHOWN).toHex() + "…";
    }
}
