using System.Collections.Concurrent;
using Atmosphere.Embedded.Hosting;
using Atmosphere.Embedded.Storage;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Embedded.Runtime;

/// <summary>What the engine is doing.</summary>
internal enum EnginePhase
{
    /// <summary>Not started yet: calls are refused.</summary>
    Created = 0,

    Running = 1,

    /// <summary>Running turns may finish, and call other grains for that. Nothing new comes in.</summary>
    Draining = 2,

    Stopped = 3,
}

/// <summary>What all parts of the engine share, and the way of a request to its activation.</summary>
internal sealed class EngineCore
{
    private readonly ConcurrentDictionary<Type, GrainInterface> _interfaces = new();
    private volatile EnginePhase _phase;

    public EngineCore(
        EmbeddedEngineOptions options,
        IServiceProvider services,
        IEngineStore store,
        IGrainStorageSerializer serializer,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        Options = options;
        Services = services;
        Store = store;
        Serializer = serializer;
        Clock = clock;
        Executor = TurnExecutor.On(options.Scheduler);
        Classes = new GrainClassMap(options.GrainAssemblies);
        Log = loggers.CreateLogger("Atmosphere.Embedded");
        Factory = new GrainFactory(this);
        Calls = new CallWatch(this);
        foreach (var type in Classes.All.SelectMany(c => c.Interfaces).Distinct()) Interface(type);
    }

    public EmbeddedEngineOptions Options { get; }

    public IServiceProvider Services { get; }

    public IEngineStore Store { get; }

    public IGrainStorageSerializer Serializer { get; }

    public TimeProvider Clock { get; }

    public TurnExecutor Executor { get; }

    /// <summary>Turns run on the thread pool, and not on an injected scheduler.</summary>
    public bool OnPool => ReferenceEquals(Options.Scheduler, TaskScheduler.Default);

    public GrainClassMap Classes { get; }

    public ILogger Log { get; }

    public GrainFactory Factory { get; }

    public CallWatch Calls { get; }

    public EnginePhase Phase
    {
        get => _phase;
        set => _phase = value;
    }

    public GrainInterface Interface(Type type) => _interfaces.GetOrAdd(type, static (t, engine) =>
    {
        var made = new GrainInterface(t);
        foreach (var timeout in made.Methods.Select(m => m.Timeout).OfType<TimeSpan>()) engine.Calls.Expect(timeout);
        return made;
    }, this);

    public TGrainInterface Reference<TGrainInterface>(GrainClass grainClass, string key)
    {
        if (!typeof(TGrainInterface).IsAssignableFrom(grainClass.Type))
            throw new ArgumentException($"Grain class {grainClass.Type} does not implement {typeof(TGrainInterface)}.", nameof(grainClass));
        return (TGrainInterface)(object)Interface(typeof(TGrainInterface)).NewReference(this, grainClass, key);
    }

    /// <summary>Sends a call to its grain. The answer, also the failure to send it, comes with the request.</summary>
    public void Call(GrainClass grainClass, string key, CallRequest request)
    {
        if (!request.TakeToken()) return;
        request.Deadline = Deadline(request.Method.Timeout ?? Options.ResponseTimeout);
        Send(grainClass, key, request);
    }

    /// <summary>Puts a request into the queue of its grain's activation, and makes that activation if there is none.</summary>
    public void Send(GrainClass grainClass, string key, Request request)
    {
        if (!Admits(request))
        {
            request.Fail(new SiloUnavailableException(Phase is EnginePhase.Created ? "The engine has not been started yet." : "The engine is stopping: it takes no new calls."));
            return;
        }

        while (true)
        {
            var activation = grainClass.Activations.GetOrAdd(key, static (k, context) => new Activation(context.Engine, context.Class, k), (Engine: this, Class: grainClass));
            if (activation.TryEnqueue(request)) return;
        }
    }

    /// <summary>Whether a request may start in the engine's present phase.</summary>
    public bool Admits(Request request) => Phase is EnginePhase.Running || (Phase is EnginePhase.Draining && request.FromGrain);

    /// <summary>Whether a request may move on to the next activation; if not it is answered.</summary>
    public bool MayForward(Request request, Activation from)
    {
        if (request.IsLocal || request.IsAnswered) return false;
        if (!Admits(request))
        {
            request.Fail(new SiloUnavailableException($"The engine is stopping: {from.GrainId} takes no new calls."));
            return false;
        }

        return true;
    }

    /// <summary>The timestamp that lies so far ahead.</summary>
    public long Deadline(TimeSpan timeout) => Clock.GetTimestamp() + (long)(timeout.TotalSeconds * Clock.TimestampFrequency);
}
