using System.Net;
using XHand.Loop;
using XHand.Loop.Ids;
using XHand.Sip.Authentication;
using XHand.Sip.Messages;
using XHand.Sip.Registration;
using XHand.Sip.Tests.Transport;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Registration;

/// <summary>The REGISTER client against a registrar, on virtual time (RFC 3261 10.2).</summary>
public sealed class SipRegistrationTests
{
    private readonly VirtualLoop _loop = new(DateTimeOffset.UnixEpoch);
    private readonly MemoryNetwork _network;
    private readonly SimulatedRegistrar _registrar;
    private readonly MemoryTransport _transport;
    private readonly TransactionTable _table;
    private readonly List<SipRegistrationState> _states = [];

    public SipRegistrationTests()
    {
        _network = new MemoryNetwork(_loop, new SeededRandom(1), MemoryNetworkFaults.None);
        _registrar = new SimulatedRegistrar(_loop, _network);
        _transport = _network.Attach(IPEndPoint.Parse("192.0.2.1:5060"));
        _table = new TransactionTable(_loop, _transport, new AnsweringUser(), new SeededRandom(2));
        _transport.Start(_table);
    }

    [Fact]
    public void It_answers_the_challenge_and_refreshes_before_the_binding_expires()
    {
        SipRegistration registration = Start("right");
        _loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SipRegistrationState.Registered, registration.State);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(60), registration.ExpiresAt);
        Assert.Equal(["0 1 3600", "0 2 3600 auth"], _registrar.Seen);

        for (int minute = 0; minute < 30; minute++)
        {
            _loop.Advance(TimeSpan.FromMinutes(1));
            Assert.True(registration.ExpiresAt > _loop.Time.GetUtcNow());
        }

        Assert.Equal([SipRegistrationState.Registering, SipRegistrationState.Registered], _states);
        Assert.InRange(_registrar.Seen.Count, 2 * 33, 2 * 41);
    }

    [Fact]
    public void A_wrong_password_is_not_tried_more_than_twice_in_a_row_and_waits_longer_each_time()
    {
        SipRegistration registration = Start("wrong");
        _loop.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(SipRegistrationState.Failed, registration.State);
        Assert.Equal(401, registration.LastStatus);
        Assert.Equal("the registrar does not accept the user or password", registration.LastError);
        Assert.Equal(3, _registrar.Seen.Count);
        _loop.Advance(TimeSpan.FromHours(1));
        Assert.InRange(_registrar.Seen.Count, 3 * 12, 3 * 28);
    }

    [Fact]
    public void An_interval_that_is_too_brief_is_asked_for_longer()
    {
        _registrar.MinExpires = 7_200;
        _registrar.Grants = 7_200;
        SipRegistration registration = Start("right");
        _loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SipRegistrationState.Registered, registration.State);
        Assert.Equal(["0 1 3600", "0 2 3600 auth", "0 3 7200", "0 4 7200 auth"], _registrar.Seen);
    }

    [Fact]
    public void A_registrar_that_asks_for_time_is_given_it()
    {
        _registrar.AlwaysAnswer = 503;
        _registrar.ExtraHeader = "Retry-After: 120";
        SipRegistration registration = Start("right");
        _loop.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(_registrar.Seen);
        Assert.Equal("503 Service Unavailable", registration.LastError);
        _registrar.AlwaysAnswer = 0;
        _loop.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(SipRegistrationState.Registered, registration.State);
        Assert.Null(registration.LastError);
        Assert.Equal([SipRegistrationState.Registering, SipRegistrationState.Failed, SipRegistrationState.Registering, SipRegistrationState.Registered], _states);
    }

    [Fact]
    public void A_dead_registrar_is_tried_again_until_it_is_back()
    {
        _network.Detach(SimulatedRegistrar.Address);
        SipRegistration registration = Start("right");
        _loop.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(408, registration.LastStatus);
        Assert.Contains(SipRegistrationState.Failed, _states);
        Assert.DoesNotContain(SipRegistrationState.Registered, _states);
        SimulatedRegistrar back = new(_loop, _network);
        _loop.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(SipRegistrationState.Registered, registration.State);
        Assert.NotEmpty(back.Seen);
    }

    [Fact]
    public void Stopping_takes_the_binding_back_with_expires_0()
    {
        SipRegistration registration = Start("right");
        _loop.Advance(TimeSpan.FromSeconds(1));
        registration.Stop();
        _loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SipRegistrationState.Stopped, registration.State);
        Assert.Equal(["0 1 3600", "0 2 3600 auth", "1 3 0", "1 4 0 auth"], _registrar.Seen);
        _loop.Advance(TimeSpan.FromHours(2));
        Assert.Equal(4, _registrar.Seen.Count);
        Assert.Equal(0, _loop.Time.TimersPending);
    }

    [Fact]
    public void Through_a_lossy_network_it_stays_registered()
    {
        _network.Faults = new MemoryNetworkFaults { Loss = 0.2, Duplication = 0.1, MaxDelay = TimeSpan.FromMilliseconds(100) };
        SipRegistration registration = Start("right");
        _loop.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(SipRegistrationState.Registered, registration.State);
        Assert.Equal([SipRegistrationState.Registering, SipRegistrationState.Registered], _states);
    }

    private SipRegistration Start(string password)
    {
        SipRegistration registration = new(
            _loop,
            _table,
            _transport,
            new DigestClient(new SeededRandom(3)),
            new SeededRandom(4),
            new SipRegistrationSettings
            {
                Registrar = SipUri.Sip(null, "pbx.example"),
                AddressOfRecord = SipUri.Sip("1700", "pbx.example"),
                Flow = _transport.FlowTo(SipProtocol.Udp, SimulatedRegistrar.Address),
                User = "1700",
                Password = password,
            },
            changed => _states.Add(changed.State));
        registration.Start();
        return registration;
    }
}
