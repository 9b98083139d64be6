package dev.probation.agent.servers.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A name server for all names, over UDP, that says what it is told to. */
final class DnsServer {

    private static final int PORT = 53;
    private static final int HEADER = 12;
    private static final int IPV4 = 1;
    private static final int IPV6 = 28;
    private static final short INTERNET = 1;
    /** The name that stands right after the header. */
    private static final short SAME_NAME = (short) 0xc00c;
    /** An answer, recursion asked for and available. */
    private static final int FLAGS = 0x8180;

    private final DatagramSocket socket;
    private volatile String ipv4 = DnsAnswer.NO_SUCH_NAME.name();
    private volatile String ipv6 = DnsAnswer.NO_SUCH_NAME.name();

    DnsServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
    }

    /** What it says from now on of IPv4 and of IPv6: addresses with a plus sign between them, or a {@link DnsAnswer}. */
    void say(String ofIpv4, String ofIpv6) {
        ipv4 = ofIpv4;
        ipv6 = ofIpv6;
    }

    /** Answers until the process ends. */
    void serve() throws IOException {
        byte[] room = new byte[1_500];
        while (true) {
            DatagramPacket question = new DatagramPacket(room, room.length);
            socket.receive(question);
            byte[] answer = answer(Arrays.copyOf(room, question.getLength()));
            if (answer.length > 0) {
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        int end = HEADER;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        int type = ByteBuffer.wrap(question).getShort(end + 1);
        String said = type == IPV6 ? ipv6 : type == IPV4 ? ipv4 : DnsAnswer.NO_DATA.name();
        byte[] asked = Arrays.copyOfRange(question, HEADER, end + 5);
        short id = ByteBuffer.wrap(question).getShort(0);
        return isAddress(said)
                ? addresses(id, asked, (short) type, said.split("\\+", -1))
                : nothing(id, asked, DnsAnswer.valueOf(said).code());
    }

    private static boolean isAddress(String said) {
        return said.contains(".");
    }

    private static byte[] nothing(short id, byte[] asked, int code) {
        return code < 0 ? new byte[0] : written(header(id, code, asked, 0, 0));
    }

    private static byte[] addresses(short id, byte[] asked, short type, String... addresses) throws IOException {
        ByteBuffer packet = header(id, 0, asked, addresses.length, addresses.length * 28);
        for (String address : addresses) {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            packet.putShort(SAME_NAME)
                    .putShort(type)
                    .putShort(INTERNET)
                    .putInt(0)
                    .putShort((short) bytes.length)
                    .put(bytes);
        }
        return written(packet);
    }

    private static byte[] written(ByteBuffer packet) {
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return bytes;
    }

    private static ByteBuffer header(short id, int code, byte[] asked, int answers, int room) {
        return ByteBuffer.allocate(HEADER + asked.length + room)
                .putShort(id)
                .putShort((short) (FLAGS | code))
                .putShort((short) 1)
                .putShort((short) answers)
                .putInt(0)
                .put(asked);
    }
}
