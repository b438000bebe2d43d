// What every .NET application here answers. HTTP begins when the silo has joined its cluster, or the client is connected.
@export()
var probes = [
  {
    type: 'Startup'
    httpGet: { path: '/healthz', port: 8080 }
    periodSeconds: 15
    failureThreshold: 10
    timeoutSeconds: 3
  }
  {
    type: 'Readiness'
    httpGet: { path: '/readyz', port: 8080 }
    periodSeconds: 5
    failureThreshold: 2
    successThreshold: 1
    timeoutSeconds: 3
  }
  {
    type: 'Liveness'
    httpGet: { path: '/healthz', port: 8080 }
    initialDelaySeconds: 30
    periodSeconds: 10
    failureThreshold: 3
    timeoutSeconds: 3
  }
]
