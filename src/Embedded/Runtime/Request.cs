namespace Atmosphere.Embedded.Runtime;

/// <summary>Something that an activation is asked to do in a turn: a call, a timer tick, a stream event.</summary>
internal abstract class Request
{
    /// <summary>When the caller stops waiting, as a timestamp of the engine's clock.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The activation that has it now.</summary>
    public Activation? Target { get; set; }

    /// <summary>It interleaves with other read-only requests.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>It interleaves with everything.</summary>
    public virtual bool Interleaves => false;

    /// <summary>It belongs to one activation: it does not move on to the next.</summary>
    public virtual bool IsLocal => false;

    /// <summary>It counts as use of the activation.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>It was made in a turn of a grain: a stop of the engine still lets it through.</summary>
    public bool FromGrain { get; init; } = CurrentTurn.Activation is not null;

    /// <summary>The answer was given: it must not start any more.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>Runs it in a turn. Never throws, and the task never fails: it gives the answer itself.</summary>
    public abstract Task Start(Activation activation);

    /// <summary>Answers with a failure, unless there is an answer.</summary>
    public abstract bool Fail(Exception failure);
}
