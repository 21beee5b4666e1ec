using System.Net;
using System.Text;
using XHand.Native.Libc;

namespace XHand.Native.Tests.Libc;

/// <summary>The bindings against the kernel, on loopback.</summary>
public sealed class UdpSocketTests : IDisposable
{
    private readonly UdpSocket _a = Bind();
    private readonly UdpSocket _b = Bind();

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public void A_datagram_arrives_whole_with_its_source()
    {
        Assert.Equal(5, _a.Send("hello"u8, AddressOf(_b)));
        byte[] buffer = new byte[100];
        Assert.Equal(5, _b.Receive(buffer, out UdpAddress from));
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, 5));
        Assert.True(from == AddressOf(_a));
    }

    [Fact]
    public void A_datagram_longer_than_the_buffer_gives_its_true_length()
    {
        _a.Send(new byte[20], AddressOf(_b));
        Assert.Equal(20, _b.Receive(new byte[10], out _));
    }

    [Fact]
    public void Nothing_to_receive_is_a_negated_error_number_and_no_wait() => Assert.True(_a.Receive(new byte[100], out _) < 0);

    [Fact]
    public void A_port_in_use_is_an_error_number_and_no_exception()
    {
        Assert.Null(UdpSocket.TryBind(new IPEndPoint(IPAddress.Loopback, _a.LocalPort()), false, out int error));
        Assert.NotEqual(0, error);
    }

    [Fact]
    public void A_batch_sends_and_receives_many_at_once_in_their_order()
    {
        using DatagramBatch sent = new(8, 64);
        using DatagramBatch received = new(8, 64);
        for (int i = 0; i < 5; i++)
        {
            sent.Prepare(i, i + 1, AddressOf(_b)).Fill((byte)i);
        }

        Assert.Equal(5, sent.Send(_a, 0, 5));
        Assert.Equal(5, received.Receive(_b));
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(Enumerable.Repeat((byte)i, i + 1), received.Received(i).ToArray());
            Assert.True(received.From(i) == AddressOf(_a));
        }
    }

    [Fact]
    public void A_poll_names_the_socket_that_has_something()
    {
        using SocketPoll poll = new(4);
        Assert.True(poll.Add(_a, 7));
        Assert.True(poll.Add(_b, 9));
        _a.Send("x"u8, AddressOf(_b));
        Assert.Equal(1, poll.Wait(1000));
        Assert.Equal(9ul, poll.Key(0));
    }

    [Fact]
    public void A_wake_ends_the_next_wait_and_is_no_socket()
    {
        using SocketPoll poll = new(4);
        poll.Add(_a, 7);
        poll.Wake();
        Assert.Equal(0, poll.Wait(10_000));
    }

    private static UdpSocket Bind() =>
        UdpSocket.TryBind(new IPEndPoint(IPAddress.Loopback, 0), false, out int error) ?? throw new InvalidOperationException($"bind: {error}");

    private static UdpAddress AddressOf(UdpSocket socket) => UdpAddress.From(new IPEndPoint(IPAddress.Loopback, socket.LocalPort()));
}
