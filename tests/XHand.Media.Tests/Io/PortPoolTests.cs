using XHand.Media.Io;
using XHand.Media.Tests.Graph;
using XHand.Native.Libc;

namespace XHand.Media.Tests.Io;

public sealed class PortPoolTests : IPortBinder
{
    private readonly HashSet<int> _foreign = [];
    private readonly PortPool _pool;
    private int _error = Errno.AddressInUse;

    public PortPoolTests()
    {
        _pool = new PortPool([20000, 20002, 20004], quarantineNanoseconds: 100, this);
    }

    [Fact]
    public void Ports_are_reused_first_in_first_out_after_their_rest()
    {
        Assert.Equal([20000, 20002, 20004], Take(0, 3));
        _pool.Release(20002, 10);
        _pool.Release(20000, 20);
        Assert.Empty(Take(100, 1));
        Assert.Equal([20002], Take(110, 2));
        Assert.Equal([20000], Take(120, 2));
    }

    [Fact]
    public void A_port_of_another_program_is_passed_over_and_tried_again_later()
    {
        _foreign.Add(20002);
        Assert.Equal([20000, 20004], Take(0, 3));
        Assert.Equal(1, _pool.BusyPairs);
        _foreign.Clear();
        Assert.Empty(Take(9_999_999_999, 1));
        Assert.Equal([20002], Take(10_000_000_000, 1));
    }

    [Fact]
    public void Without_descriptors_it_waits_a_second_and_loses_no_port()
    {
        _foreign.Add(20000);
        _error = Errno.TooManyFiles;
        Assert.Empty(Take(0, 1));
        Assert.Empty(Take(999_999_999, 1));
        _foreign.Clear();
        Assert.Equal([20002, 20004, 20000], Take(1_000_000_000, 4));
    }

    PortPair? IPortBinder.TryBind(int port, out int error)
    {
        error = _foreign.Contains(port) ? -_error : 0;
        return error == 0 ? new PortPair(port, new FakeSocket(), new FakeSocket()) : null;
    }

    private List<int> Take(long now, int count)
    {
        List<int> ports = [];
        for (int i = 0; i < count && _pool.TryBindNext(now) is { } pair; i++)
        {
            ports.Add(pair.Port);
        }

        return ports;
    }
}
