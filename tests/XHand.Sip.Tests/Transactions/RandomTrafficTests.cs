using XHand.Sip.Messages;
using XHand.Sip.Transactions;
using XHand.Sip.Transport;

namespace XHand.Sip.Tests.Transactions;

/// <summary>Seeded nonsense: every kind of message in any order, from peers that reuse branches, over both kinds of transport.</summary>
public sealed class RandomTrafficTests
{
    private static readonly string[] Methods = ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "FOO"];
    private static readonly int[] Statuses = [100, 180, 183, 200, 202, 302, 401, 486, 487, 503, 603];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Whatever_comes_nothing_throws_and_nothing_stays(int seed)
    {
        Random random = new(seed);
        TransactionBench bench = new();
        List<ClientTransaction> clients = [];
        bench.OnRequestDo = transaction => RespondSometimes(random, transaction);
        for (int step = 0; step < 3_000; step++)
        {
            SipFlow flow = random.Next(3) == 0 ? TransactionBench.Tcp : TransactionBench.Udp;
            switch (random.Next(10))
            {
                case 0:
                    clients.Add(random.Next(2) == 0 ? bench.SendInvite(flow) : bench.SendOptions(flow));
                    break;
                case 1 when clients.Count > 0:
                    clients[random.Next(clients.Count)].Cancel();
                    break;
                case 2 when clients.Count > 0:
                    clients[random.Next(clients.Count)].Release();
                    break;
                case 3 when bench.Requests.Count > 0:
                    RespondSometimes(random, bench.Requests[random.Next(bench.Requests.Count)]);
                    break;
                case 4:
                    bench.Table.OnTransportError(flow, "random");
                    break;
                case 5:
                    bench.Loop.Advance(TimeSpan.FromMilliseconds(random.Next(3_000)));
                    break;
                case 6 or 7 when bench.Sent.Count > 0:
                    ReceiveResponse(bench, random);
                    break;
                default:
                    bench.Receive(RandomRequest(random), flow);
                    break;
            }
        }

        // What may stay is what its user still owes an answer, and the INVITEs that ring.
        foreach (ServerTransaction owed in bench.Requests)
        {
            owed.Respond(new OutgoingResponse(owed.Request, 500));
        }

        foreach (ClientTransaction ringing in clients)
        {
            ringing.Cancel();
        }

        bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, bench.Table.Count);
        Assert.Equal(0, bench.Loop.Time.TimersPending);
    }

    private static void RespondSometimes(Random random, ServerTransaction transaction)
    {
        if (random.Next(3) == 0)
        {
            return;
        }

        OutgoingResponse response = new(transaction.Request, Statuses[random.Next(1, Statuses.Length)]);
        if (transaction.Request.Method != SipMethod.Invite && random.Next(4) == 0)
        {
            transaction.RespondStateless(response);
        }
        else
        {
            transaction.Respond(response);
        }
    }

    private static void ReceiveResponse(TransactionBench bench, Random random)
    {
        (_, SipFlow flow, ReadOnlyMemory<byte> bytes) = bench.Sent[random.Next(bench.Sent.Count)];
        if (Wire.Message(bytes) is not SipRequest request)
        {
            return;
        }

        bench.Receive($"""
            SIP/2.0 {Statuses[random.Next(Statuses.Length)]} Random
            Via: {request.Text(SipHeader.Via)}
            From: {request.Text(SipHeader.From)}
            To: <sip:1701@pbx.example>;tag=t{random.Next(3)}
            Call-ID: {request.CallId}
            CSeq: {request.Text(SipHeader.CSeq)}
            Content-Length: 0
            """, flow);
    }

    private static string RandomRequest(Random random)
    {
        string method = Methods[random.Next(Methods.Length)];
        string branch = random.Next(8) switch
        {
            0 => "",
            1 => ";branch=old",
            _ => $";branch=z9hG4bK{random.Next(40)}",
        };
        return $"""
            {method} sip:1701@pbx.example SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5070{branch}
            Max-Forwards: 70
            From: <sip:1700@pbx.example>;tag=f{random.Next(3)}
            To: <sip:1701@pbx.example>{(random.Next(2) == 0 ? ";tag=x" : "")}
            Call-ID: random{random.Next(20)}
            CSeq: {random.Next(5)} {method}
            Content-Length: 0
            """;
    }
}
