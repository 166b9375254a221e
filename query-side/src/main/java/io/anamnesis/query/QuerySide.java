package io.anamnesis.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;

/** The query side as a service of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebConfiguration.class, LogBeans.class, QuerySideConfiguration.class})
public class QuerySide {

  public static void main(String[] arguments) {
    SpringApplication.run(QuerySide.class, arguments);
  }
}
