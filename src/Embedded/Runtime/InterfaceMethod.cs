using System.Linq.Expressions;
using System.Reflection;

namespace Atmosphere.Embedded.Runtime;

/// <summary>One method of a grain interface: how to call it, and how its calls are scheduled.</summary>
internal abstract class InterfaceMethod
{
    private static readonly Type[] GenericReturns = [typeof(Task<>), typeof(ValueTask<>)];

    private InterfaceMethod(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        var parameters = method.GetParameters();
        TokenIndex = Array.FindIndex(parameters, p => p.ParameterType == typeof(CancellationToken));
        Invoke = Compile(method, parameters);
    }

    public string Name { get; }

    public bool IsReadOnly { get; }

    /// <summary>The method's own limit; null for the engine's.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>Where the cancellation token is among the arguments; -1 when there is none.</summary>
    public int TokenIndex { get; }

    /// <summary>Calls the method on a grain object. Value tasks come back as tasks.</summary>
    public Func<object, object?[], Task> Invoke { get; }

    /// <summary>A call, and the object to give back to its caller.</summary>
    /// <param name="arguments">The arguments; the array is the call's own.</param>
    /// <param name="pool">The engine runs on the thread pool: see <see cref="Continue"/> for what is needed if not.</param>
    public abstract (CallRequest Request, object Returned) NewCall(object?[] arguments, bool pool);

    /// <exception cref="NotSupportedException">Grain methods can't look like this one.</exception>
    public static InterfaceMethod Of(MethodInfo method)
    {
        if (method.IsGenericMethodDefinition) throw Unsupported(method, "it is generic");
        if (method.GetParameters().Any(p => p.ParameterType.IsByRef)) throw Unsupported(method, "it has ref or out parameters");
        if (method.GetParameters().Count(p => p.ParameterType == typeof(CancellationToken)) > 1) throw Unsupported(method, "it has several cancellation tokens");
        var returned = method.ReturnType;
        if (returned == typeof(Task)) return new Plain(method, asValueTask: false);
        if (returned == typeof(ValueTask)) return new Plain(method, asValueTask: true);
        if (returned.IsGenericType && GenericReturns.Contains(returned.GetGenericTypeDefinition()))
        {
            var shape = typeof(WithResult<>).MakeGenericType(returned.GetGenericArguments());
            return (InterfaceMethod)Activator.CreateInstance(shape, method, returned.IsValueType)!;
        }

        throw Unsupported(method, $"it returns {returned}");
    }

    private static NotSupportedException Unsupported(MethodInfo method, string why) =>
        new($"{method.DeclaringType}.{method.Name} can't be a grain method: {why}. Return Task, Task<T>, ValueTask or ValueTask<T>.");

    private static Func<object, object?[], Task> Compile(MethodInfo method, ParameterInfo[] parameters)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        Expression call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            parameters.Select((p, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType)));
        if (method.ReturnType.IsValueType) call = Expression.Call(call, nameof(ValueTask.AsTask), Type.EmptyTypes);
        return Expression.Lambda<Func<object, object?[], Task>>(call, grain, arguments).Compile();
    }

    private sealed class Plain(MethodInfo method, bool asValueTask) : InterfaceMethod(method)
    {
        public override (CallRequest Request, object Returned) NewCall(object?[] arguments, bool pool)
        {
            var request = new CallRequest.Plain(this, arguments);
            var answer = pool ? request.Task : Continue.Here(request.Task);
            return (request, asValueTask ? new ValueTask(answer) : answer);
        }
    }

    private sealed class WithResult<T>(MethodInfo method, bool asValueTask) : InterfaceMethod(method)
    {
        public override (CallRequest Request, object Returned) NewCall(object?[] arguments, bool pool)
        {
            var request = new CallRequest.WithResult<T>(this, arguments);
            var answer = pool ? request.Task : Continue.Here(request.Task);
            return (request, asValueTask ? new ValueTask<T>(answer) : answer);
        }
    }
}
