namespace Atmosphere.Embedded.Hosting;

/// <summary>Told of stream events that were given up. The event also stays in the database, in the table <c>dead_events</c>.</summary>
public interface IUndeliveredEvents
{
    /// <summary>Called once per event and grain class, before the next event of that stream is delivered. What it throws is logged.</summary>
    Task OnUndelivered(UndeliveredEvent undelivered, CancellationToken cancellationToken);
}

/// <summary>A stream event that was given up.</summary>
public sealed record UndeliveredEvent
{
    /// <summary>The event's number in the database.</summary>
    public required long Sequence { get; init; }

    public required string ProviderName { get; init; }

    public required StreamId StreamId { get; init; }

    /// <summary>The stable name of the grain class that did not take it.</summary>
    public required string GrainType { get; init; }

    /// <summary>The stable name of the event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>The event as it is stored.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>How often it was tried by this process.</summary>
    public required int Attempts { get; init; }

    /// <summary>The last failure.</summary>
    public required Exception Failure { get; init; }
}
