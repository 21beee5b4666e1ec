using System.Net;
using XHand.Sip.Transport;

namespace XHand.Pbx.Registration;

/// <summary>
/// Which bindings hang on which connection and come from which address, and which phones have lost theirs, so that calls of a phone that comes back by another connection follow it
/// there. Loop thread only.
/// </summary>
internal sealed class BoundConnections(Action<SipFlow, SipFlow>? moved)
{
    // More than this at once come back from a power cut, and their calls went with it.
    private const int MaxLost = 10_000;

    private readonly Dictionary<long, List<Binding>> _byConnection = [];
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private readonly Dictionary<(Guid Company, string Number, string Instance), SipFlow> _lost = [];

    /// <summary>True when a binding's phone is at that address.</summary>
    public bool HasPhoneAt(IPAddress address) => _byAddress.ContainsKey(address);

    /// <summary>A new binding, with the flow that it has already.</summary>
    public void Add(Binding binding) => Count(binding.Flow.Remote.Address, 1);

    /// <summary>Those on the flow's connection now; a copy.</summary>
    public IReadOnlyList<Binding> On(SipFlow flow) => _byConnection.TryGetValue(flow.Connection, out List<Binding>? bindings) ? [.. bindings] : [];

    /// <summary>Gives a binding its flow.</summary>
    public void Move(Binding binding, SipFlow flow)
    {
        SipFlow before = binding.Flow;
        binding.Flow = flow;
        if (!flow.Remote.Address.Equals(before.Remote.Address))
        {
            Count(before.Remote.Address, -1);
            Count(flow.Remote.Address, 1);
        }

        if (flow.Connection != before.Connection)
        {
            Take(binding, before.Connection);
            moved?.Invoke(before, flow);
        }

        if (flow.Connection != 0)
        {
            if (!_byConnection.TryGetValue(flow.Connection, out List<Binding>? bindings))
            {
                _byConnection.Add(flow.Connection, bindings = []);
            }

            if (!bindings.Contains(binding))
            {
                bindings.Add(binding);
                ComeBack(binding, flow);
            }
        }
    }

    /// <summary>Its connection has gone; it may come back.</summary>
    public void Lose(Binding binding)
    {
        if (binding.Instance is { } instance)
        {
            if (_lost.Count >= MaxLost)
            {
                _lost.Clear();
            }

            _lost[(binding.Company, binding.Number, instance)] = binding.Flow;
        }
    }

    /// <summary>The binding is no more.</summary>
    public void Remove(Binding binding)
    {
        Count(binding.Flow.Remote.Address, -1);
        Take(binding, binding.Flow.Connection);
    }

    private void Count(IPAddress address, int by)
    {
        int now = _byAddress.GetValueOrDefault(address) + by;
        if (now > 0)
        {
            _byAddress[address] = now;
        }
        else
        {
            _byAddress.Remove(address);
        }
    }

    private void ComeBack(Binding binding, SipFlow flow)
    {
        if (binding.Instance is { } instance && _lost.Remove((binding.Company, binding.Number, instance), out SipFlow? before))
        {
            moved?.Invoke(before, flow);
        }
    }

    private void Take(Binding binding, long connection)
    {
        if (_byConnection.TryGetValue(connection, out List<Binding>? bindings) && bindings.Remove(binding) && bindings.Count == 0)
        {
            _byConnection.Remove(connection);
        }
    }
}
