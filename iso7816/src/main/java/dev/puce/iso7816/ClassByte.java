package dev.puce.iso7816;

/// The class byte CLA of a command (ISO/IEC 7816-4:2020, 5.4.1). Proprietary classes that use the same bits, such
/// as those of GlobalPlatform, are read the same way.
///
/// @param value 0 to 255
public record ClassByte(int value) {
    /// The ranges of class bytes.
    public enum Range {
        /// 000x xxxx: logical channels 0 to 3, all kinds of secure messaging.
        FIRST_INTERINDUSTRY,
        /// 001x xxxx: reserved by ISO/IEC JTC 1/SC 17.
        RESERVED,
        /// 01xx xxxx: logical channels 4 to 19.
        FURTHER_INTERINDUSTRY,
        /// 1xxx xxxx except FF: the application defines the meaning.
        PROPRIETARY,
        /// FF: not for cards, because 7816-3 uses the value for PPS. Readers use it for commands to themselves
        /// (PC/SC part 3, 3.2).
        INVALID
    }

    /// Whether and how the command is protected.
    public enum SecureMessaging {
        /// No secure messaging, or none that the class byte shows.
        NONE,
        /// A format that ISO/IEC 7816-4 does not define.
        PROPRIETARY,
        /// The format of ISO/IEC 7816-4, clause 10; the command header is not authenticated.
        STANDARD,
        /// The format of ISO/IEC 7816-4, clause 10; the command header is authenticated.
        STANDARD_WITH_HEADER
    }

    /// The highest number of a logical channel.
    public static final int MAX_CHANNEL = 19;

    private static final int CHAINING = 0x10;
    private static final int PROPRIETARY_BIT = 0x80;
    private static final int FURTHER_BIT = 0x40;
    private static final int FURTHER_SECURE = 0x20;

    public ClassByte {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException("CLA is " + value + ", outside 0 to 255");
        }
    }

    /// Returns the range of the byte.
    public Range range() {
        if (value == 0xFF) {
            return Range.INVALID;
        }
        if ((value & PROPRIETARY_BIT) != 0) {
            return Range.PROPRIETARY;
        }
        return switch (value >> 5) {
            case 0 -> Range.FIRST_INTERINDUSTRY;
            case 1 -> Range.RESERVED;
            default -> Range.FURTHER_INTERINDUSTRY;
        };
    }

    /// Returns whether ISO/IEC 7816-4 defines the meaning of instructions.
    public boolean isInterindustry() {
        return range() == Range.FIRST_INTERINDUSTRY || range() == Range.FURTHER_INTERINDUSTRY;
    }

    /// Returns the logical channel, 0 to 19. Proprietary classes are read as GlobalPlatform defines them (Card
    /// Specification, 11.1.4); 0 if the class has no channel.
    public int channel() {
        if (!hasChannel()) {
            return 0;
        }
        return isFurther() ? 4 + (value & 0x0F) : value & 0x03;
    }

    /// Returns whether more commands of the same chain follow (command chaining).
    public boolean isChained() {
        return hasChannel() && (value & CHAINING) != 0;
    }

    /// Whether and how the command is protected.
    public SecureMessaging secureMessaging() {
        if (!hasChannel()) {
            return SecureMessaging.NONE;
        }
        if (isFurther()) {
            SecureMessaging protection =
                    range() == Range.PROPRIETARY ? SecureMessaging.PROPRIETARY : SecureMessaging.STANDARD;
            return (value & FURTHER_SECURE) != 0 ? protection : SecureMessaging.NONE;
        }
        return SecureMessaging.values()[value >> 2 & 3];
    }

    /// Returns the same class on another logical channel.
    ///
    /// @throws IllegalArgumentException if the class has no channel, if the channel is above 19, or if it is
    /// above 3 and channels 4 to 19 lack this kind of secure messaging
    public ClassByte onChannel(int channel) {
        if (!hasChannel() || channel < 0 || channel > MAX_CHANNEL) {
            throw new IllegalArgumentException("class %02X has no logical channel %d".formatted(value, channel));
        }
        int kept = value & (PROPRIETARY_BIT | CHAINING);
        SecureMessaging protection = secureMessaging();
        if (channel < 4) {
            int bits = switch (protection) {
                case NONE -> 0x00;
                case PROPRIETARY -> 0x04;
                case STANDARD -> 0x08;
                case STANDARD_WITH_HEADER -> 0x0C;
            };
            return new ClassByte(kept | bits | channel);
        }
        boolean exists = switch (protection) {
            case NONE -> true;
            case STANDARD -> range() != Range.PROPRIETARY;
            case PROPRIETARY -> range() == Range.PROPRIETARY; // GlobalPlatform's own: 84 becomes E0
            case STANDARD_WITH_HEADER -> false;
        };
        if (!exists) {
            throw new IllegalArgumentException(
                    "channel %d does not support the secure messaging of class %02X".formatted(channel, value));
        }
        int secure = protection == SecureMessaging.NONE ? 0 : FURTHER_SECURE;
        return new ClassByte(kept | FURTHER_BIT | secure | channel - 4);
    }

    /// Returns the same class with or without the chaining bit (more commands of the chain follow).
    public ClassByte chained(boolean moreFollows) {
        if (!hasChannel()) {
            throw new IllegalArgumentException("class %02X does not support chaining".formatted(value));
        }
        return new ClassByte(moreFollows ? value | CHAINING : value & ~CHAINING);
    }

    /// Returns whether the byte has a logical channel and a chaining bit. GlobalPlatform gives 80 to 8F and C0 to
    /// DF (E0 to EF with secure messaging) the layout of the interindustry classes. 90 to 9F would mean chaining,
    /// but in practice 90 is DESFire's wrapping. GSM's A0 has no such bits.
    public boolean hasChannel() {
        return switch (range()) {
            case FIRST_INTERINDUSTRY, FURTHER_INTERINDUSTRY -> true;
            case PROPRIETARY -> value >> 4 == 0x8 || (value >= 0xC0 && value < 0xF0);
            case RESERVED, INVALID -> false;
        };
    }

    private boolean isFurther() {
        return (value & FURTHER_BIT) != 0;
    }

    /// Two hex digits.
    @Override
    public String toString() {
        return "%02X".formatted(value);
    }
}
